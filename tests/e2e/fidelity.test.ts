/** What comes back equals what was there: a restore against dumps that PostgreSQL's own programs took of the same snapshot. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesIn, makeFixtures, removeFixtures, underLoad } from "./fixtures.ts";
import { Fleet } from "./fleet.ts";
import { arm, plantKiller, removeKiller } from "./kills.ts";
import { bash, Sets, sql, sqlIn } from "./sets.ts";
import { countInWitness, differenceFrom, differenceOfRoles, witnessed } from "./witness.ts";

const CUSTOM = "/etc/asterisk/custom";
const fleet = new Fleet();
const sets = new Sets(fleet);
const restore = (...words: string[]) => sets.run("restore", "demo", "--confirm", "demo", ...words);

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  await makeFixtures();
});
afterAll(async () => {
  await removeKiller("demo-voice");
  await restore("--undo");
  await removeFixtures();
  fleet.remove();
});

/** The database and the folder that a restore has loaded and nobody uses yet: it is killed before its exchange. */
async function load(set: string): Promise<readonly [database: string, folder: string]> {
  await plantKiller("demo-voice");
  await arm("demo-voice", "oml-restore-halt", { at: 1 });
  const killed = await restore("--set", set);
  expect(killed.reason, "before anything was exchanged").toMatch(
    /restore: halt of set \S+ ended without a result/,
  );
  const named = await sql("SELECT datname FROM pg_database WHERE datname LIKE 'omnileads_restoring%';");
  const folder = await bash(`ls -d ${CUSTOM}_restoring_*`, "demo-voice");
  return [named.stdout.trim(), folder.stdout.trim()];
}

const AMCHECK = `SET client_min_messages = error; CREATE EXTENSION amcheck;
  SELECT count(bt_index_check(c.oid, true)) > 100 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am a ON a.oid = c.relam WHERE amname = 'btree' AND relkind = 'i' AND relpersistence = 'p' AND indisvalid;
  SELECT last_value >= (SELECT max(id) FROM fixture.calls) FROM fixture.calls_id_seq;`;

test("taken under load, it comes back as pg_dump --create and pg_dumpall show the set's own snapshot; files as they lay", async () => {
  const files = await filesIn(CUSTOM);
  const set = await witnessed(() => underLoad(() => sets.take("demo")));
  const drilled = await sets.run("drill", "demo", "--set", set);
  expect(drilled, drilled.reason).toMatchObject({ outcome: "drilled" });
  // What only the set holds by now: roles and settings come back from it alone.
  await removeFixtures();
  const [database, folder] = await load(set);
  expect(await differenceFrom(database), "rows, schema, large objects, owners, rights, settings").toBe("");
  expect(await differenceOfRoles(), "roles, what they may, their settings and comments").toBe("");
  expect(await countInWitness("ñandú — 電話"), "the witness saw the rows").toBeGreaterThan(90_000);
  expect(await countInWitness("\tw\t"), "and those that were written meanwhile").toBeGreaterThan(0);
  expect(await sqlIn(database, AMCHECK)).toMatchObject({ stdout: "t\nt\n", stderr: "" });
  expect(await filesIn(folder), "bytes, owner, mode, links").toBe(files);
});
