/** The committed bundle of `freshness`, run as the runner runs it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { BACKUP_TASK } from "../../src/github/backup-records.ts";
import { startGitHub, TOKEN, type StandIn } from "../github/server.ts";
import { runAction, type Ended } from "./action-run.ts";
import { Checkout } from "./checkout.ts";

let checkout: Checkout;
let github: StandIn;
beforeEach(async () => {
  checkout = new Checkout();
  github = await startGitHub();
});
afterEach(async () => {
  checkout.remove();
  await github.close();
});

function look(inputs: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return runAction({
    token: TOKEN,
    apiUrl: github.url,
    action: "freshness",
    workspace: checkout.path,
    event: "schedule",
    payload: {},
    inputs,
  });
}

/** A set of demo, proved so many hours ago. */
function proved(hours: number): void {
  const finished = new Date(Date.now() - hours * 3_600_000).toISOString();
  const run = "https://github.example/acme/fleet/actions/runs/1";
  const set = { set: `${finished.replace(/[-:]|\.\d+/g, "")}-1f2e`, bytes: 5_000_000, seconds: 9 };
  const record = {
    tenant: "demo",
    verb: "backup",
    outcome: "backed-up",
    ...set,
    finished,
    run,
    reason: "So.",
  };
  const payload = { format: 1, kind: "backups", records: [record] };
  github.repository.addDeployment({ task: BACKUP_TASK, environment: BACKUP_TASK, payload });
}

test("what is not known, what is old and what is well: one issue, kept, closed", async () => {
  const unknown = await look();
  expect(unknown.status, unknown.log).toBe(0);
  expect(unknown.annotations).toMatchObject([
    { type: "warning", message: "Nothing is known of a verified set." },
  ]);
  expect(Object.fromEntries(unknown.outputs)).toEqual({ tenants: "1", troubled: "1" });
  expect(unknown.summary).toContain("in need of attention: 1");
  const { issues, comments } = github.repository;
  expect(issues).toMatchObject([{ title: "Backups of demo need attention", state: "open" }]);

  proved(40);
  await look();
  expect(issues).toHaveLength(1);
  expect(issues[0]?.body).toContain("there is to be one every 24 h");

  proved(1);
  const well = await look();
  expect(well.outputs.get("troubled")).toBe("0");
  expect(issues).toMatchObject([{ state: "closed" }]);
  expect(comments).toMatchObject([{ issue: issues[0]?.number }]);
  const writes = github.writes().length;
  await look();
  expect(
    github
      .writes()
      .slice(writes)
      .map(({ path }) => path),
  ).toEqual(["/graphql"]);
});

test("a tenant whose backup block is gone has no issue any more", async () => {
  await look();
  checkout.write("instances/demo/tenant.yml", "wave: 1\n");
  expect((await look()).outputs.get("tenants")).toBe("0");
  expect(github.repository.issues).toMatchObject([{ state: "closed" }]);
});

test.each([
  ["records", /deployments/],
  ["issues", /issues\?/],
])("where the %s cannot be read it is red, and touches no issue", async (what, path) => {
  github.fail({ path, status: 403, body: { message: "Forbidden" } });
  const ended = await look();
  expect(ended.status).toBe(1);
  expect(ended.log).toContain(`The ${what} cannot be read, so nobody knows, and no issue was touched: `);
  expect(github.repository.issues).toEqual([]);
});

test("a folder that is none is said", async () => {
  expect((await look({ instances: "tenants" })).log).toContain(
    "There is no folder 'tenants' in the checkout.",
  );
});
