/** Migrations: a slow one is waited for; one that breaks the older release ends `rollback-failed`, and is got over. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { resetHosts } from "../../lab/lab.ts";
import { Fleet, IMPATIENT } from "./fleet.ts";
import { allInvocations, loginStatus, restarted } from "./observe.ts";
import { Sets } from "./sets.ts";

const fleet = new Fleet();
const sets = new Sets(fleet);

beforeAll(async () => {
  // From the first release on: what is put back is waited for as its own release says.
  fleet.addSetting("demo", IMPATIENT);
  await fleet.converge("demo", "--retry");
});
afterAll(async () => {
  fleet.remove();
  await resetHosts(["demo-app", "demo-voice"]);
});

test("a migration of two minutes is not a failure", async () => {
  fleet.set("demo", "django_version", "slowmig");
  const result = await fleet.deploy("demo");
  expect(result).toMatchObject({ outcome: "deployed", code: 0 });
  const web = result.components.find(({ name }) => name === "omnileads");
  expect(web?.seconds, "it was waited for").toBeGreaterThan(120);
  expect(await loginStatus("192.0.2.11")).toBe(200);
});

test("an older release does not meet the newer schema, unless that was reviewed", async () => {
  fleet.restore("demo");
  fleet.addSetting("demo", IMPATIENT);
  const before = await allInvocations();
  const refused = await fleet.deploy("demo", "--retry");
  expect(refused, refused.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(refused.reason).toMatch(/database is ahead of omnileads's release latest by 1 migration/);
  expect(refused.reason).toContain("Restore a backup");
  expect(restarted(before, await allInvocations())).toEqual([]);

  const [, setting = ""] = /'(allow-schema-ahead: \w{16})'/.exec(refused.reason) ?? [];
  fleet.addSetting("demo", setting);
  const allowed = await fleet.deploy("demo", "--retry");
  expect(allowed, allowed.reason).toMatchObject({ outcome: "deployed", code: 0 });
  expect(await loginStatus("192.0.2.11")).toBe(200);
});

test("no set, no deploy that touches data: it is refused, and nothing is restarted", async () => {
  fleet.keepSafe("demo");
  await sets.take("demo");
  const file = fleet.path("demo", "tenant.yml");
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole.replace(/^ {2}password: .*$/m, "  password: not-the-one-that-opens-it-77"));
  fleet.set("demo", "django_version", "dropcol");
  const before = await allInvocations();
  const refused = await fleet.deploy("demo");
  expect(refused, refused.reason).toMatchObject({ outcome: "refused", code: 1, safetySet: null });
  expect(refused.reason).toContain("safety_backup: off");
  expect(restarted(before, await allInvocations())).toEqual([]);
  writeFileSync(file, whole);
});

test("a dropped column and a sick release end rollback-failed, and the set taken before brings the tenant back", async () => {
  await sets.loseRunner(`grep -q '"state": "applying"' /var/lib/oml/journal.json`, "deploy");
  const [taken = ""] = await sets.list("demo");
  const result = await fleet.deploy("demo");
  expect(result.stderr).toContain(`before which the set ${taken} was taken`);
  expect(result, result.reason).toMatchObject({ outcome: "rollback-failed", code: 1 });
  expect(result.reason).toMatch(
    /omnileads was put back from dropcol \([0-9a-f]{12}\) to latest \([0-9a-f]{12}\), but does not work there/,
  );
  const [, set = ""] = /oml restore --tenant demo --set (\S+)/.exec(result.reason) ?? [];
  expect([result.safetySet, set]).toEqual([taken, taken]);
  const restored = await sets.run("restore", "demo", "--set", set, "--confirm", "demo");
  expect(restored, `${restored.reason}\n${restored.stderr}`).toMatchObject({ outcome: "restored", code: 0 });
  expect(await loginStatus("192.0.2.11")).toBe(200);
});
