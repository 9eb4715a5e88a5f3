"""A restored database against what its manifest counted."""

import pytest

from oml_host import counted

WANTED = {"rows": {"public.a": 3, "public.b": 0}, "migrations": {"oml": "0002"}, "large_objects": 2}
WANTED["extensions"] = {"pg_trgm": "1.6"}


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({}, ""),
        ({"extensions": {"pg_trgm": "1.7", "more": "1"}}, ""),
        ({"rows": {"public.a": 2, "public.b": 0}}, "rows: public.a: 3 in the manifest, 2 restored"),
        ({"rows": {"public.a": 3}}, "rows: public.b: 0 in the manifest, None restored"),
        ({"rows": dict(WANTED["rows"], more=1)}, "rows: more: None in the manifest, 1 restored"),
        ({"migrations": {"oml": "0001"}}, "migrations: oml: 0002 in the manifest, 0001 restored"),
        ({"migrations": {}}, "migrations: oml: 0002 in the manifest, None restored"),
        ({"large_objects": 1}, "large objects: 2 were counted, 1 came back"),
        ({"extensions": {}}, "The extension pg_trgm is missing"),
    ],
)
def test_the_first_difference_is_named(found, words):
    assert counted.difference(WANTED, dict(WANTED, **found)) == words
