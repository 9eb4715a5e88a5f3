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
afterAll(() => fleet.remove());

test.each(["demo", "acme"] as const)(
  "%s: a set is taken, read back, listed, and restores",
  async (tenant) => {
    const began = String(Math.floor(Date.now() / 1000));
    const set = await sets.take(tenant);
    const kept = `journalctl -qa --no-pager -o export --since @${began} | grep -ac "PGDM[P]"`;
    expect((await bash(kept, `${tenant}-app`)).stdout.trim(), "dumps in the journal").toBe("0");
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

test("retain lets the older sets of a day go though its runner is lost, and what stays restores", async () => {
  const path = fleet.path("demo", "tenant.yml");
  const keep = "keep:\n  daily: 1\n  weekly: 0\n  monthly: 0\n  floor: 1\n";
  writeFileSync(path, readFileSync(path, "utf8").replace(/^keep:\n(?: .*\n)+/m, keep));
  await sets.take("demo");
  const all = await sets.all("demo");
  const every = all.map(({ id }) => id);
  // What other suites' restores and deploys took before stays for two weeks.
  const stays = [every[0], ...all.slice(1).flatMap(({ id, purpose }) => (purpose ? [id] : []))];
  expect(every.length).toBeGreaterThan(stays.length);
  expect((await sets.run("retain", "demo", "--check")).reason).toMatch(/Nothing was removed now/);
  expect(await sets.list("demo")).toEqual(every);
  // The host goes on by itself.
  await sets.loseRunner("systemctl list-units --no-legend 'oml-backup-remove-*' | grep -q .", "retain");
  const retained = await sets.run("retain", "demo");
  expect(retained, retained.reason).toMatchObject({ outcome: "retained", code: 0 });
  expect(await sets.list("demo")).toEqual(stays);
  expect(await sets.run("drill", "demo")).toMatchObject({ outcome: "drilled", set: every[0] });
  expect((await sets.run("retain", "demo")).reason).toBe("No set was due to go.");
});

test("a set that takes its time says how far it is", async () => {
  const row = "repeat(md5(random()::text), 32)";
  await sql(`CREATE TABLE bulk AS SELECT ${row} AS text FROM generate_series(1, 100000);`);
  // What stores the dump rests most of the time.
  const storing = "'^[^ ]*restic-[0-9a-f]* .*--stdin-filename=database.dump'";
  const rests = `pkill -STOP -f ${storing}; sleep 0.3; pkill -CONT -f ${storing}; sleep 0.02`;
  const slowed = bash(`for i in $(seq 60); do ${rests}; done`);
  const taken = await sets.run("backup", "demo");
  await slowed;
  await sql("DROP TABLE bulk;");
  expect(taken, taken.reason).toMatchObject({ outcome: "backed-up", code: 0 });
  expect(taken.stderr).toMatch(/omnileads-app: Store the database: database: \d.* [KM]iB\/s/);
});
