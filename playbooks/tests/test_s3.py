"""Signature Version 4 against the examples of Amazon's documentation (examplebucket, 24 May 2013)."""

import hashlib

import pytest

from oml_host import bucket, s3

KEYS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
EMPTY = hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "extra", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {},
            b"",
            {"range": "bytes=0-9"},
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test%24file.text",
            {},
            b"Welcome to Amazon S3.",
            {"date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            "GET",
            "/",
            {"lifecycle": ""},
            b"",
            {},
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            "GET",
            "/",
            {"prefix": "J", "max-keys": "2"},
            b"",
            {},
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
)
def test_the_published_signatures(method, path, query, body, extra, signature):
    payload = hashlib.sha256(body).hexdigest()
    headers = {"host": "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z"}
    headers.update({"x-amz-content-sha256": payload}, **extra)
    signed = s3.sign(method, path, query, headers, payload, KEYS, "us-east-1")
    assert signed.endswith("Signature=" + signature)


def test_a_policy_reaches_its_own_bucket_only():
    resources = bucket.policy("demo")["Statement"][0]["Resource"]
    assert resources == ["arn:aws:s3:::demo", "arn:aws:s3:::demo/*"]
