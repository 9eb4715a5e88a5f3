"""Which lines of `globals.sql` make the roles that a server lacks, and which are never run."""

from oml_host import roles

GLOBALS = r"""--
\restrict x
SET default_transaction_read_only = off;
CREATE ROLE "a Röle";
ALTER ROLE "a Röle" WITH NOSUPERUSER LOGIN CONNECTION LIMIT 5 VALID UNTIL '2099-01-01 00:00:00+00';
COMMENT ON ROLE "a Röle" IS 'it''s; here';
CREATE ROLE omnileads;
ALTER ROLE omnileads WITH SUPERUSER LOGIN;
CREATE ROLE owner;
ALTER ROLE owner WITH NOSUPERUSER NOLOGIN;
ALTER ROLE "a Röle" SET search_path TO 'a', 'b c';
ALTER ROLE "a Röle" SET "fixture.word" TO 'x' \! id
ALTER ROLE owner SET role TO 'x\! id';
GRANT owner TO "a Röle" GRANTED BY omnileads;
GRANT owner TO omnileads WITH ADMIN OPTION GRANTED BY omnileads;
DROP ROLE omnileads;
\! id
"""


def test_a_role_is_there_before_another_is_made_its_member_and_what_there_is_stays():
    assert roles.statements(GLOBALS, ["omnileads"]) == [
        'CREATE ROLE "a Röle";',
        "CREATE ROLE owner;",
        "ALTER ROLE \"a Röle\" WITH NOSUPERUSER LOGIN CONNECTION LIMIT 5 VALID UNTIL '2099-01-01 00:00:00+00';",
        "COMMENT ON ROLE \"a Röle\" IS 'it''s; here';",
        "ALTER ROLE owner WITH NOSUPERUSER NOLOGIN;",
        "ALTER ROLE \"a Röle\" SET search_path TO 'a', 'b c';",
        'GRANT owner TO "a Röle" GRANTED BY omnileads;',
        "GRANT owner TO omnileads WITH ADMIN OPTION GRANTED BY omnileads;",
    ]
    assert roles.statements(GLOBALS, ["omnileads", "owner", '"a Röle"']) == []


def test_who_is_no_superuser_says_what_it_may_and_a_new_role_is_the_same():
    text = (
        'CREATE ROLE "a WITH NOSUPERUSER";\nCREATE ROLE boss;\n'
        'ALTER ROLE "a WITH NOSUPERUSER" WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION '
        "NOBYPASSRLS VALID UNTIL '2099-01-01 00:00:00+00';\n"
        "ALTER ROLE boss WITH SUPERUSER NOREPLICATION;\n"
        'GRANT boss TO "a WITH NOSUPERUSER" WITH ADMIN OPTION GRANTED BY postgres;\n'
    )
    assert roles.statements(text, [], by_superuser=False) == [
        'CREATE ROLE "a WITH NOSUPERUSER";',
        "CREATE ROLE boss;",
        'ALTER ROLE "a WITH NOSUPERUSER" WITH INHERIT NOCREATEROLE NOCREATEDB LOGIN '
        "VALID UNTIL '2099-01-01 00:00:00+00';",
        "ALTER ROLE boss WITH SUPERUSER;",
        'GRANT boss TO "a WITH NOSUPERUSER" WITH ADMIN OPTION;',
    ]
