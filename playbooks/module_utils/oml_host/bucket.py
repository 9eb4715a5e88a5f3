"""The tenant's bucket: its marker, and the data step that makes it ready; on a hosted MinIO also its user."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from urllib.parse import quote, urlsplit

from . import markers, s3
from .process import run
from .trouble import Trouble

_MARKER = ".oml/tenant"
_ALIAS = "oml"


def _is_empty(step, keys=None):
    answer = s3.request(step, "GET", query={"list-type": "2", "max-keys": "2"}, keys=keys)
    return answer.ok and b"<Contents>" not in answer.body


def mark(step, tenant, keys=None) -> dict:
    """The answer of a bucket's marker: {kind, marker, detail, empty?}."""
    try:
        answer = s3.patiently(step, "GET", _MARKER, timeout=4, keys=keys)
        if answer.ok:
            marker = markers.judge(answer.body.decode(errors="replace").strip(), tenant)
            return {"kind": "bucket", "marker": marker, "detail": ""}
        if answer.code == "NoSuchBucket":
            return {"kind": "bucket", "marker": "absent", "detail": "the bucket does not exist"}
        if answer.code == "NoSuchKey":
            return {"kind": "bucket", "marker": "missing", "detail": "", "empty": _is_empty(step, keys)}
        return {"kind": "bucket", "marker": "unreadable", "detail": "{} {}".format(answer.status, answer.code).rstrip()}
    except (OSError, ValueError) as error:
        return {"kind": "bucket", "marker": "unreadable", "detail": str(error) or error.__class__.__name__}


def create(step, keys=None) -> None:
    """Creates the bucket; raises Trouble with the right that lacks."""
    region = step.get("region") or "us-east-1"
    body = b""
    if region != "us-east-1":
        body = (
            '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            "<LocationConstraint>{}</LocationConstraint></CreateBucketConfiguration>".format(region)
        ).encode()
    answer = s3.request(step, "PUT", body=body, keys=keys)
    if not answer.ok and answer.code not in ("BucketAlreadyOwnedByYou",):
        raise Trouble(
            "The bucket {} could not be created ({} {}). Create it at the provider, or give the key the right "
            "s3:CreateBucket.".format(step["name"], answer.status, answer.code)
        )


def _write_marker(step, tenant, keys):
    answer = s3.request(step, "PUT", _MARKER, body=(tenant + "\n").encode(), keys=keys)
    if not answer.ok:
        raise Trouble(
            "The bucket {} could not be marked ({} {}). Give the key the right s3:PutObject.".format(
                step["name"], answer.status, answer.code
            )
        )


def policy(name) -> dict:
    """The rights of the bucket's user: everything in this bucket, nothing outside it."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["s3:*"],
                "Resource": ["arn:aws:s3:::" + name, "arn:aws:s3:::" + name + "/*"],
            }
        ],
    }


def identities(step) -> bytes:
    """The archive `mc admin cluster iam import` reads: the bucket's user, its policy, and the two tied together."""
    title = "oml-" + step["name"]
    parts = {
        "iam-assets/policies.json": {title: policy(step["name"])},
        "iam-assets/users.json": {step["access_key"]: {"secretKey": step["secret_key"], "status": "enabled"}},
        "iam-assets/user_mappings.json": {
            step["access_key"]: {"version": 1, "policy": title, "updatedAt": "0001-01-01T00:00:00Z"}
        },
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name, content in parts.items():
            target.writestr(name, json.dumps(content))
    return archive.getvalue()


def _client_environment(step):
    endpoint = urlsplit(step["endpoint"])
    pair = "{}:{}".format(quote(step["admin_user"], safe=""), quote(step["admin_password"], safe=""))
    return "MC_HOST_{}={}://{}@{}\n".format(_ALIAS, endpoint.scheme, pair, endpoint.netloc)


def _private(folder, name, content):
    path = os.path.join(folder, name)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return path


def _make_user(step):
    """Gives MinIO the bucket's user. Keys travel in two files only root can read, in memory, never as arguments."""
    with tempfile.TemporaryDirectory(prefix="oml-", dir="/run") as folder:
        environment = _private(folder, "client.env", _client_environment(step).encode())
        archive = _private(folder, "iam.zip", identities(step))
        argv = ["podman", "run", "--rm", "--pull=never", "--network=host", "--env-file=" + environment]
        argv += ["--volume={}:/iam.zip:ro".format(archive), step["client_image"]]
        argv += ["admin", "cluster", "iam", "import", _ALIAS, "/iam.zip"]
        done = run(argv, timeout=120)
    if not done.ok:
        raise Trouble("MinIO did not take the bucket's user: {}".format(done.complaint))


def prepare(step, tenant, new_data) -> None:
    """Creates the bucket where it is missing, its user on a hosted MinIO, and the marker; raises Trouble."""
    hosted = not step["managed"]
    keys = (step["admin_user"], step["admin_password"]) if hosted else None
    found = mark(step, tenant, keys)
    if found["marker"] == "unreadable":
        raise Trouble(
            "The bucket {} cannot be read: {}. Check endpoint and keys.".format(step["name"], found["detail"])
        )
    if found["marker"] == "foreign" and not new_data:
        raise Trouble(
            "The bucket {} is marked as another tenant's; it was not touched. --new-data takes it over.".format(
                step["name"]
            )
        )
    if found["marker"] == "absent":
        create(step, keys)
    if hosted and mark(step, tenant)["marker"] == "unreadable":
        _make_user(step)
    if found["marker"] != "ours":
        _write_marker(step, tenant, keys)
