/** Data that a careless backup loses: in demo's database, beside it, and in Asterisk's folder. */
import { bash, sql } from "./sets.ts";

const MAKE = String.raw`
SET client_min_messages = warning;
CREATE ROLE fixture_owner NOLOGIN;
CREATE ROLE "fixture Lectör" LOGIN CONNECTION LIMIT 5 VALID UNTIL '2099-01-01 00:00:00+00';
ALTER ROLE "fixture Lectör" SET statement_timeout TO '90s';
COMMENT ON ROLE "fixture Lectör" IS 'reads; it''s of the — reports';
GRANT fixture_owner TO "fixture Lectör";
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE SCHEMA fixture AUTHORIZATION fixture_owner;
CREATE TYPE fixture.state AS ENUM ('up', 'ñ', 'down');
CREATE TABLE fixture.calls (id serial PRIMARY KEY, note text NOT NULL, state fixture.state DEFAULT 'ñ');
INSERT INTO fixture.calls (note) SELECT E'ñandú — 電話 \t \\ "' || n FROM generate_series(1, 100000) n;
CREATE INDEX calls_note ON fixture.calls USING gin (note gin_trgm_ops);
CREATE INDEX calls_lower ON fixture.calls (lower(note)) WHERE state = 'ñ';
CREATE TABLE fixture."Ünïcödé Töblé" (a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "b c" bytea);
INSERT INTO fixture."Ünïcödé Töblé" ("b c") VALUES ('\x00ff27225c0a'), (NULL), ('');
ALTER TABLE fixture."Ünïcödé Töblé" OWNER TO fixture_owner;
CREATE TABLE fixture.days (day date, n float8) PARTITION BY RANGE (day);
CREATE TABLE fixture.days_2026 PARTITION OF fixture.days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO fixture.days VALUES ('2026-02-03', 'NaN'), ('2026-02-04', 0.1::float8 + 0.2), ('2026-02-05', '-Infinity');
CREATE MATERIALIZED VIEW fixture.states AS SELECT state, count(*) FROM fixture.calls GROUP BY state;
CREATE VIEW fixture.latest AS SELECT * FROM fixture.calls ORDER BY id DESC LIMIT 1;
CREATE FUNCTION fixture.shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := NEW.note || '!'; RETURN NEW; END $$;
CREATE TRIGGER shouts BEFORE UPDATE ON fixture.calls FOR EACH ROW EXECUTE FUNCTION fixture.shout();
GRANT USAGE ON SCHEMA fixture TO "fixture Lectör";
GRANT SELECT ON fixture.calls TO "fixture Lectör" WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES IN SCHEMA fixture GRANT SELECT ON TABLES TO "fixture Lectör";
COMMENT ON TABLE fixture.calls IS 'it''s — 電話';
SELECT lo_from_bytea(770001, decode(repeat('00ff', 50000), 'hex')), lo_from_bytea(770002, '');
ALTER LARGE OBJECT 770002 OWNER TO fixture_owner;
GRANT SELECT ON LARGE OBJECT 770001 TO "fixture Lectör";
ALTER DATABASE omnileads SET search_path TO "$user", public, "fixture Töb,lé";
ALTER DATABASE omnileads SET work_mem TO '7MB';
ALTER DATABASE omnileads SET fixture.word TO 'it''s — "ñ"';
ALTER DATABASE omnileads CONNECTION LIMIT 400;
ALTER ROLE "fixture Lectör" IN DATABASE omnileads SET work_mem TO '9MB';
GRANT CREATE ON DATABASE omnileads TO fixture_owner;
GRANT CONNECT ON DATABASE omnileads TO "fixture Lectör" WITH GRANT OPTION;
REVOKE TEMPORARY ON DATABASE omnileads FROM PUBLIC;`;

const REMOVE = String.raw`
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS fixture CASCADE;
SELECT lo_unlink(oid) FROM pg_largeobject_metadata WHERE oid IN (770001, 770002);
DO $$ DECLARE one name; BEGIN
  FOR one IN SELECT rolname FROM pg_roles WHERE rolname LIKE 'fixture%' LOOP
    EXECUTE format('DROP OWNED BY %I; DROP ROLE %I;', one, one);
  END LOOP;
END $$;
ALTER DATABASE omnileads RESET ALL;
ALTER DATABASE omnileads CONNECTION LIMIT -1;
GRANT TEMPORARY ON DATABASE omnileads TO PUBLIC;`;

const CUSTOM = "/etc/asterisk/custom/fixture";
const FILES = `mkdir -p -m 0711 ${CUSTOM}/sub/deeper && cd ${CUSTOM}
echo '; ñ' >plain.conf && chmod 0604 plain.conf && chown 7:8 plain.conf
printf '\\0\\377' >'two  words ñ.bin' && chmod 0000 'two  words ñ.bin'
ln plain.conf again.conf && ln -s plain.conf link && ln -s /nowhere broken && chown -h 9:10 link
mkdir -m 2750 empty && : >nothing && chmod 4755 nothing
: >"$(printf 'a\\nb.conf')" && : >"$(printf 'caf\\351.conf')" && mkfifo pipe`;

/** Every entry of a folder with owner, mode, links and what it says, by programs that are not the product's own. */
export async function filesIn(folder: string): Promise<string> {
  const script = `cd '${folder}' && find . -type d -printf '%p %y %m %U:%G\\n' -o -printf '%p %y %m %U:%G %n %s %l\\n' | sort && find . -type f -print0 | sort -z | xargs -0r sha256sum`;
  const { code, stdout, stderr } = await bash(script, "demo-voice");
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** Makes the fixtures. */
export async function makeFixtures(): Promise<void> {
  await removeFixtures();
  const made = await sql(MAKE);
  const files = await bash(FILES, "demo-voice");
  if (made.stderr + files.stderr !== "") throw new Error(made.stderr + files.stderr);
}

/** Takes the fixtures away, roles and settings included. */
export async function removeFixtures(): Promise<void> {
  await sql(REMOVE);
  await bash(`rm -rf ${CUSTOM}`, "demo-voice");
}

/** Rows come, change and go until the block has ended. */
export async function underLoad<T>(block: () => Promise<T>): Promise<T> {
  const statements =
    "INSERT INTO fixture.calls (note) SELECT 'w' FROM generate_series(1, 50); UPDATE fixture.calls SET state = 'up' WHERE id % 997 = 0; DELETE FROM fixture.calls WHERE id IN (SELECT id FROM fixture.calls LIMIT 5);";
  const writing = bash(
    `rm -f /run/stop-writing; while [ ! -e /run/stop-writing ]; do echo "${statements}"; sleep 0.1; done | timeout 300 podman exec -i oml-postgresql-server psql -qX -U omnileads >/dev/null; rm -f /run/stop-writing`,
  );
  try {
    return await block();
  } finally {
    await bash("touch /run/stop-writing");
    await writing;
  }
}
