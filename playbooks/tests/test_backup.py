"""What a set is never made of, and where none is begun."""

import pytest

from oml_host import backup, disk, reach, s3
from oml_host.backup_request import BackupRequest
from oml_host.places import Places
from oml_host.trouble import Refused, Trouble

REPOSITORY = {
    "prefix": "oml-backups/demo",
    "endpoint": "http://192.0.2.9:9000",
    "bucket": "sets",
    "access_key": "",
    "secret_key": "",
    "region": "",
}
ORDER = {"own_bucket": False, "repository": dict(REPOSITORY, verify=True), "host": "omnileads-app", "tenant": "demo"}


@pytest.fixture
def request_of(tmp_path):
    return BackupRequest("begin", "S", order=ORDER, places=Places(str(tmp_path)))


def test_a_bucket_that_was_lost_is_not_made_anew(request_of, monkeypatch):
    made = []
    monkeypatch.setattr(s3, "request", lambda *_, **__: s3.Answer(404, b"", "NoSuchBucket"))
    monkeypatch.setattr(reach.bucket, "create", made.append)
    reach.require_bucket(request_of)
    assert [place["name"] for place in made] == ["sets"]
    stored = request_of.places.own("stored.json")
    disk.write_json(stored, {"set": "S", "place": ["http://192.0.2.9:9000", "others"]})
    reach.require_bucket(request_of)
    assert len(made) == 2, "the last set went elsewhere"
    disk.write_json(stored, {"set": "S", "place": ["http://192.0.2.9:9000", "sets"]})
    with pytest.raises(Refused, match="the bucket sets at http://192.0.2.9:9000 is gone, and with it every set"):
        reach.require_bucket(request_of)
    assert len(made) == 2


def test_a_repository_that_was_lost_is_not_made_anew(request_of):
    reach.refuse_lost_repository(request_of)
    stored = request_of.places.own("stored.json")
    place = {"set": "S", "place": ["http://192.0.2.9:9000", "sets"]}
    for other in (dict(place, prefix="oml-backups/other"), dict(place, place=["http://192.0.2.9:9000", "others"])):
        disk.write_json(stored, other)
        reach.refuse_lost_repository(request_of)
    disk.write_json(stored, dict(place, prefix="oml-backups/demo"))
    with pytest.raises(Refused, match="oml-backups/demo in the bucket sets is gone, .* rm .*stored.json"):
        reach.refuse_lost_repository(request_of)


def test_a_dump_is_kept_in_no_log_and_waits_for_no_lock_for_ever():
    database = {"host": "h", "port": 5432, "user": "u", "password": "p", "ssl": False, "name": "d"}
    argv = backup.dump.dump({"database": database, "client": "image"}, "00-1").argv
    assert "--log-driver=none" in argv[: argv.index("image")]
    assert "--lock-wait-timeout=60s" in argv[argv.index("image") :]


def test_a_folder_that_is_missing_is_not_stored_as_nothing(request_of):
    with pytest.raises(Trouble, match="/etc/asterisk/custom is not there"):
        backup._folder(request_of, None, "asterisk", "/etc/asterisk/custom")


@pytest.mark.parametrize(
    ("source", "more"),
    [({"commit": "c0ffee1"}, {"commit": "c0ffee1"}), ({"commit": None}, {}), (None, {})],
)
def test_a_list_of_sets_tells_which_commit_ran_where_that_is_known(request_of, source, more):
    tags = backup._tags_of_manifest(request_of, {"source": source, "finished": 1.5}, 7)
    assert tags == {"tenant": "demo", "set": "S", "part": "manifest", "bytes": 7, "finished": 1500, **more}
