/** Hosts that another tool installed: a set is taken before they are taken over; what fails is put back to what ran. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Fleet, IMPATIENT } from "./fleet.ts";
import { loginStatus } from "./observe.ts";
import { bash, Sets, sql } from "./sets.ts";

const fleet = new Fleet();
const sets = new Sets(fleet);

/** What the other tool's units say, and no release does. */
const OTHERS = "# as another tool wrote it";
const UNITS = { "demo-app": "postgresql omnileads nginx", "demo-voice": "asterisk" } as const;
const HOSTS = ["demo-app", "demo-voice"] as const;

/** Takes away all that this program left on the hosts but what runs, whose units are another tool's from now on. */
const disown = `
volumes=/var/lib/containers/storage/volumes
rm -rf /var/lib/oml $volumes/*/.oml-tenant $volumes/oml_minio/_data/*/.oml $volumes/oml_minio/_data/*/oml-backups
for unit in $UNITS; do sed -i '1i ${OTHERS}' /etc/systemd/system/$unit.service; done
systemctl daemon-reload`;

/** How many of the units on a host are the other tool's. */
const others = async (host: (typeof HOSTS)[number]): Promise<number> => {
  const { stdout } = await bash(`grep -l '^${OTHERS}$' /etc/systemd/system/*.service | wc -l`, host);
  return Number(stdout);
};

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  await sql("CREATE TABLE of_another_tool AS SELECT 1 AS kept; COMMENT ON DATABASE omnileads IS NULL;");
  for (const host of HOSTS) expect((await bash(`UNITS="${UNITS[host]}"; ${disown}`, host)).stderr).toBe("");
  fleet.keepSafe("demo");
});
afterAll(async () => {
  await sql("DROP TABLE IF EXISTS of_another_tool;");
  fleet.remove();
});

let before = "";

test("a takeover that fails is put back to what the other tool had installed, and names the set", async () => {
  expect(await Promise.all(HOSTS.map(others))).toEqual([3, 1]);
  fleet.addSetting("demo", IMPATIENT);
  fleet.set("demo", "nginx_version", "sick");
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({ outcome: "rolled-back", code: 1 });
  expect(result.stdout).toContain("omnileads-app runs what another tool installed");
  before = result.safetySet ?? "";
  expect(result.reason).toContain(`oml restore --tenant demo --set ${before}`);
  expect(await Promise.all(HOSTS.map(others))).toEqual([3, 1]);
  expect(await loginStatus("192.0.2.11")).toBe(200);
  const early = await sets.run("restore", "demo", "--set", before, "--confirm", "demo");
  expect(early, early.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(early.reason).toMatch(/no deploy of .*omnileads.*asterisk.* was ever finished here.*Deploy first/);
});

test("the next one takes a set of its own, and the tenant over", async () => {
  fleet.restore("demo");
  fleet.keepSafe("demo");
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({ outcome: "deployed", code: 0 });
  expect(await sets.list("demo")).toEqual([result.safetySet, before]);
  expect(await Promise.all(HOSTS.map(others))).toEqual([0, 0]);
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged" });
});

test("the data as they were before are brought back, as the tenant's own", async () => {
  await sql("DELETE FROM of_another_tool;");
  const restored = await sets.run("restore", "demo", "--set", before, "--confirm", "demo");
  expect(restored, `${restored.reason}\n${restored.stderr}`).toMatchObject({ outcome: "restored", code: 0 });
  expect((await sql("SELECT count(*) FROM of_another_tool;")).stdout.trim()).toBe("1");
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged" });
  const accepted = await sets.run("restore", "demo", "--accept", "--confirm", "demo");
  expect(accepted, accepted.reason).toMatchObject({ code: 0 });
});
