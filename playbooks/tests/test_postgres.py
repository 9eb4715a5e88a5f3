"""The program that asks a database."""

from oml_host import postgres


def test_the_newest_psql_is_taken_itself(tmp_path):
    for version in ("9.6", "13", "15"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "psql").touch()
    assert postgres.program(str(tmp_path)) == str(tmp_path / "15" / "bin" / "psql")


def test_elsewhere_it_is_found_by_the_path(tmp_path):
    assert postgres.program(str(tmp_path)) == "psql"
