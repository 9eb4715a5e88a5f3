/** Backup sets of both tenants on real hosts: a hosted PostgreSQL and MinIO, and a provider's with a bucket of their own. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Fleet } from "./fleet.ts";
import { bash, opens, Sets, sql } from "./sets.ts";

const fleet = new Fleet(["demo", "acme"]);
const sets = new Sets(fleet);

beforeAll(async () => {
  for (const tenant of ["demo", "acme"]) await fleet.converge(tenant, "--retry", ...opens(tenant));
});
afterAll(async () => {
  await sql(
    "DROP SCHEMA IF EXISTS fixture CASCADE; DROP OWNED BY fixture_reader; DROP ROLE IF EXISTS fixture_reader;",
  );
  fleet.remove();
});

test.each(["demo", "acme"] as const)(
  "%s: a set is taken, read back, listed, and restores",
  async (tenant) => {
    const set = await sets.take(tenant);
    expect(await sets.table(tenant)).toMatch(new RegExp(`${set} .* verified \\d+ s ago +not drilled`));
    const verified = { outcome: "verified", code: 0, verified: true };
    expect(await sets.run("verify", tenant, "--set", set)).toMatchObject(verified);
    const drilled = await sets.run("drill", tenant);
    expect(drilled, drilled.reason).toMatchObject({ outcome: "drilled", code: 0, set });
    expect(await sets.table(tenant)).toMatch(/ drilled \d+ s ago/);
    expect((await bash("podman ps -a --format '{{.Names}}'", `${tenant}-app`)).stdout).not.toContain(
      "oml-drill",
    );
  },
);

test("a set is one moment under load: large objects, roles, an extension, unicode, files with owners and links", async () => {
  const made = await sql(`
    SET client_min_messages = warning; CREATE SCHEMA fixture; CREATE ROLE fixture_reader NOLOGIN;
    CREATE TABLE fixture.calls (id serial PRIMARY KEY, note text NOT NULL);
    INSERT INTO fixture.calls (note) SELECT 'ñandú — ' || n FROM generate_series(1, 100000) n;
    CREATE TABLE fixture."Ünïcödé Töblé" (a int); GRANT SELECT ON fixture.calls TO fixture_reader;
    ALTER TABLE fixture."Ünïcödé Töblé" OWNER TO fixture_reader;
    SELECT lo_from_bytea(0, decode(repeat('00ff', 5000), 'hex'));
    CREATE EXTENSION IF NOT EXISTS pg_trgm;`);
  expect(made.stderr).toBe("");
  const custom = "cd /etc/asterisk/custom";
  await bash(
    `${custom} && echo '; ñ' >fixture.conf && chmod 0604 fixture.conf && chown 7:8 fixture.conf && ln -sfn fixture.conf fixture-link && mkdir -p -m 0711 sub/deeper`,
    "demo-voice",
  );
  const insert = "INSERT INTO fixture.calls (note) SELECT 'w' FROM generate_series(1, 50);";
  const writing = bash(
    `end=$((SECONDS+90)); while [ $SECONDS -lt $end ] && [ ! -e /run/stop-writing ]; do echo "${insert}"; done | podman exec -i oml-postgresql-server psql -qX -U omnileads >/dev/null; rm -f /run/stop-writing`,
  );
  const set = await sets.take("demo");
  await bash("touch /run/stop-writing");
  await writing;
  await bash(`${custom} && rm -rf fixture.conf fixture-link sub`, "demo-voice");
  const drilled = await sets.run("drill", "demo", "--set", set);
  expect(drilled, drilled.reason).toMatchObject({ outcome: "drilled" });
  expect(drilled.rows).toBeGreaterThan(100_000);
  const now = Number((await sql("SELECT count(*) FROM fixture.calls;")).stdout);
  expect(now, "rows were written while the set was taken").toBeGreaterThan(drilled.rows);
});

test("retain lets the older sets of a day go, and what stays restores", async () => {
  const path = fleet.path("demo", "tenant.yml");
  const keep = "keep:\n  daily: 1\n  weekly: 0\n  monthly: 0\n  floor: 1\n";
  writeFileSync(path, readFileSync(path, "utf8").replace(/^keep:\n(?: .*\n)+/m, keep));
  const every = await sets.list("demo");
  expect(every.length).toBeGreaterThan(1);
  expect((await sets.run("retain", "demo", "--check")).reason).toMatch(/Nothing was removed now/);
  expect(await sets.list("demo")).toEqual(every);
  const retained = await sets.run("retain", "demo");
  expect(retained, retained.reason).toMatchObject({ outcome: "retained", code: 0 });
  expect(await sets.list("demo")).toEqual(every.slice(0, 1));
  expect(await sets.run("drill", "demo")).toMatchObject({ outcome: "drilled", set: every[0] });
  expect((await sets.run("retain", "demo")).reason).toBe("No set was due to go.");
});
