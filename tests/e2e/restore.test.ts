/** A set brought back over a tenant that lives: nothing is lost by it, and both ways are open until somebody accepts. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Fleet } from "./fleet.ts";
import { loginStatus } from "./observe.ts";
import { bash, opens, Sets, sql } from "./sets.ts";

const fleet = new Fleet(["demo", "acme"]);
const sets = new Sets(fleet);

beforeAll(async () => {
  for (const tenant of ["demo", "acme"]) await fleet.converge(tenant, "--retry", ...opens(tenant));
});
afterAll(() => fleet.remove());

const custom = "/etc/asterisk/custom/oml_extensions_custom.conf";
const databases = async (): Promise<string> =>
  (await sql("SELECT datname FROM pg_database WHERE datname LIKE 'omnileads%' ORDER BY 1;")).stdout.trim();

test("what is restored runs, undo brings back what ran before, accept removes what was kept", async () => {
  await sql(
    "CREATE TABLE IF NOT EXISTS restored (note text); TRUNCATE restored; INSERT INTO restored VALUES ('then');",
  );
  await bash(`echo '; then' >${custom}`, "demo-voice");
  const set = await sets.take("demo");
  await sql("UPDATE restored SET note = 'now';");
  await bash(`echo '; now' >${custom}`, "demo-voice");

  const restored = await sets.run("restore", "demo", "--set", set, "--confirm", "demo");
  expect(restored, `${restored.reason}\n${restored.stderr}`).toMatchObject({ outcome: "restored", code: 0 });
  expect((await sql("SELECT note FROM restored;")).stdout.trim()).toBe("then");
  expect((await bash(`cat ${custom}`, "demo-voice")).stdout.trim()).toBe("; then");
  expect(await loginStatus("192.0.2.11")).toBe(200);
  expect(await databases()).toMatch(/^omnileads\nomnileads_before_\S+$/);

  const undone = await sets.run("restore", "demo", "--undo", "--confirm", "demo");
  expect(undone, `${undone.reason}\n${undone.stderr}`).toMatchObject({ outcome: "undone", code: 0 });
  expect((await sql("SELECT note FROM restored;")).stdout.trim()).toBe("now");
  expect((await bash(`cat ${custom}`, "demo-voice")).stdout.trim()).toBe("; now");

  const accepted = await sets.run("restore", "demo", "--accept", "--confirm", "demo");
  expect(accepted, accepted.reason).toMatchObject({ outcome: "accepted", code: 0 });
  expect(await databases()).toBe("omnileads");
  expect((await bash("ls /etc/asterisk", "demo-voice")).stdout).not.toMatch(/before|undone|restoring/);
});
