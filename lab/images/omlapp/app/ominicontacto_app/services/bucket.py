"""Objects in the tenant's bucket, over plain HTTP requests signed the way S3 asks (signature version 4)."""

import datetime
import hashlib
import hmac
import os
import ssl
import urllib.parse
import urllib.request


def endpoint():
    """Where the bucket answers: MinIO itself where it is named, else the address browsers use."""
    return (os.environ.get("S3_ENDPOINT_MINIO") or os.environ["S3_ENDPOINT"]).rstrip("/")


def put(key, body):
    """Stores `body` (bytes) under `key`; raises OSError where the bucket does not take it."""
    path = "/{}/{}".format(os.environ["S3_BUCKET_NAME"], key)
    url = endpoint() + urllib.parse.quote(path)
    request = urllib.request.Request(url, data=body, method="PUT", headers=signed(url, body))
    with urllib.request.urlopen(request, timeout=10, context=trust(url)) as answer:
        answer.read()


def trust(url):
    """Certificates are checked, except the installation's own and where the tenant says not to."""
    host = urllib.parse.urlsplit(url).hostname
    own = host == os.environ.get("OMNILEADS_HOSTNAME")
    if own or os.environ.get("CALLREC_DEVICE") == "s3-no-check-cert":
        return ssl._create_unverified_context()
    return ssl.create_default_context()


def signed(url, body):
    """The headers of a PUT of `body` to `url`."""
    parts = urllib.parse.urlsplit(url)
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    region = os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    digest = hashlib.sha256(body).hexdigest()
    headers = {"host": parts.netloc, "x-amz-content-sha256": digest, "x-amz-date": now}
    names = ";".join(headers)
    lines = "".join("{}:{}\n".format(*item) for item in headers.items())
    canonical = "\n".join(["PUT", parts.path, "", lines, names, digest])
    scope = "/".join([now[:8], region, "s3", "aws4_request"])
    text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    credential = "{}/{}".format(os.environ["AWS_ACCESS_KEY_ID"], scope)
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    )
    return headers
