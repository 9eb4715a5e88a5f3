"""What a database is given that no dump of it holds."""

import pytest

from oml_host import properties
from oml_host.process import Finished
from oml_host.trouble import Trouble

WANTED = {
    "owner": "the owner",
    "connections": -1,
    "settings": [["", 'search_path="$user", public, "a ""b"", c"'], ["", "my.word=it's \\"], ["r", "work_mem=9MB"]],
    "rights": [["", "CONNECT", False], ["r", "CREATE", True]],
}


def test_each_is_a_statement_of_its_own_and_rights_are_never_half_there():
    assert properties.statements("new", WANTED) == [
        'ALTER DATABASE "new" OWNER TO "the owner";',
        'ALTER DATABASE "new" CONNECTION LIMIT -1;',
        """ALTER DATABASE "new" SET "search_path" TO E'$user', E'public', E'a "b", c';""",
        """ALTER DATABASE "new" SET "my.word" TO E'it''s \\\\';""",
        """ALTER ROLE "r" IN DATABASE "new" SET "work_mem" TO E'9MB';""",
        'BEGIN; REVOKE ALL ON DATABASE "new" FROM PUBLIC, "the owner"; GRANT CONNECT ON DATABASE "new" TO PUBLIC; '
        'GRANT CREATE ON DATABASE "new" TO "r" WITH GRANT OPTION; COMMIT;',
    ]
    assert len(properties.statements("new", dict(WANTED, rights=None))) == 5, "what servers grant by themselves"


def test_what_only_an_administrator_may_is_left_in_words_and_all_else_is_trouble(monkeypatch):
    def answer(_, sql, **__):
        return Finished(1, "", complaint) if "work_mem" in sql else Finished(0, "", "")

    monkeypatch.setattr(properties.exchange, "query", answer)
    complaint = 'ERROR:  permission denied to set parameter "work_mem"'
    left = properties.give({"name": "live"}, "new", WANTED)
    assert left == ["""ALTER ROLE "r" IN DATABASE "live" SET "work_mem" TO E'9MB';"""]
    complaint = "server closed the connection"
    with pytest.raises(Trouble, match="work_mem.* could not be done: server closed"):
        properties.give({"name": "live"}, "new", WANTED)
