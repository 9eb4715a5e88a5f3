"""A bucket that is busy is asked again; one that refuses is not, and each is told what helps."""

import contextlib

import pytest

from oml_host import reach, s3
from oml_host.backup_request import BackupRequest
from oml_host.trouble import Trouble, Unable

ORDER = {"repository": {"endpoint": "https://s3.example", "bucket": "sets", "prefix": "p"}, "own_bucket": False}


@pytest.fixture
def require(places, monkeypatch):
    """Asks for a bucket that answers like this, one after the other; how many times it was asked."""
    monkeypatch.setattr(s3, "sleep", lambda _: None)

    def call(*answers):
        left = list(answers)

        def request(*_, **__):
            answer = left.pop(0) if len(left) > 1 else left[0]
            asked.append(answer)
            if isinstance(answer, OSError):
                raise answer
            return answer

        asked = []
        monkeypatch.setattr(s3, "request", request)
        reach.require_bucket(BackupRequest("list", "S", order=ORDER, places=places))
        return len(asked)

    return call


BUSY = s3.Answer(503, b"", "SlowDown")
WELL = s3.Answer(200, b"", "")


@pytest.mark.parametrize("first", [BUSY, OSError("IncompleteRead")])
def test_it_is_asked_again(require, first):
    assert require(first, first, WELL) == 3


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (BUSY, "503 SlowDown. It is busy or ill: run again later."),
        (OSError("IncompleteRead"), "cannot be reached: IncompleteRead."),
    ],
)
def test_one_that_stays_so_is_told(require, answer, said):
    with pytest.raises(Trouble, match=said):
        require(answer)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (s3.Answer(404, b"", "NoSuchBucket"), Trouble),
        (s3.Answer(403, b"", "InvalidAccessKeyId"), Unable),
        (BUSY, Unable),
        (OSError("timed out"), Unable),
    ],
)
def test_one_that_is_gone_is_told_from_one_that_cannot_be_used(require, answer, kind):
    with pytest.raises(Trouble) as told:
        require(answer)
    assert told.type is kind


@pytest.mark.parametrize(
    ("answer", "is_locked"),
    [
        (s3.Answer(200, b"<ListBucketResult></ListBucketResult>", ""), False),
        (s3.Answer(200, b"<ListBucketResult><Contents><Key>p/locks/1</Key></Contents></ListBucketResult>", ""), True),
        (s3.Answer(403, b"", "AccessDenied"), True),
        (OSError(113, "No route to host"), True),
    ],
)
def test_a_repository_counts_as_locked_unless_the_bucket_says_that_no_lock_is_there(require, answer, is_locked):
    with contextlib.suppress(Trouble):
        require(answer)
    assert reach.is_locked(ORDER) == is_locked


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (s3.Answer(403, b"", "AccessDenied"), "403 AccessDenied. Check its keys."),
        (
            s3.Answer(403, b"", "RequestTimeTooSkewed", 0.0),
            r"This host's clock and the bucket's differ by \d+ s: set the",
        ),
        (
            s3.Answer(403, b"", "RequestTimeTooSkewed"),
            "This host's clock and the bucket's differ: set the one that is off",
        ),
        (OSError(113, "No route to host"), "cannot be reached: .*No route to host."),
    ],
)
def test_one_that_refuses_or_is_not_there_is_not_asked_again(require, answer, said):
    with pytest.raises(Trouble, match=said):
        require(answer, WELL)
