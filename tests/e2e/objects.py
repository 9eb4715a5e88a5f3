"""The objects of a repository of backup sets, read, written and taken away where they lie."""

from __future__ import annotations

import sys
from xml.etree import ElementTree

from oml_host import s3


class Objects:
    """Those below a prefix of a bucket; `repository` is an order's."""

    def __init__(self, repository):
        self._bucket = dict(repository, name=repository["bucket"])
        self.prefix = repository["prefix"] + "/"

    def keys(self):
        """Every object's, in order."""
        answer = s3.request(self._bucket, "GET", query={"list-type": "2", "prefix": self.prefix})
        found = ElementTree.fromstring(answer.body.decode())
        return sorted(node.text for node in found.iter() if node.tag.endswith("}Key"))

    def get(self, key):
        """An object's content."""
        return s3.request(self._bucket, "GET", key).body

    def put(self, key, content):
        """Stores an object; without content it goes."""
        if content is None:
            s3.request(self._bucket, "DELETE", key)
        elif not s3.request(self._bucket, "PUT", key, body=content).ok:
            sys.exit("{} could not be stored".format(key))

    def put_back(self, objects):
        """There are these objects by their keys, and no other."""
        for key in set(self.keys()) - set(objects):
            self.put(key, None)
        for key, content in objects.items():
            if self.get(key) != content:
                self.put(key, content)
