/** The committed bundle of `backup`, run as the runner runs it, from a copy that lies elsewhere than the checkout. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readResults } from "../../src/files/run-files.ts";
import { BACKUP_TASK } from "../../src/github/backup-records.ts";
import { startGitHub, TOKEN, type StandIn } from "../github/server.ts";
import { runAction, type Ended } from "./action-run.ts";
import { Checkout } from "./checkout.ts";
import { copyOfAction, RUNNER_TOOLS } from "./deploy-action.ts";

const PASSWORD = "canary-vault-password";
const keys = mkdtempSync(join(tmpdir(), "oml-key-"));
let copy: string;
let key: string;
let checkout: Checkout;
let temp: string;
let github: StandIn;

beforeAll(() => {
  copy = copyOfAction("backup");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(keys, "key")]);
  key = readFileSync(join(keys, "key"), "utf8");
});
afterAll(() => {
  for (const folder of [copy, keys]) rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  checkout = new Checkout();
  temp = mkdtempSync(join(tmpdir(), "oml-temp-"));
  github = await startGitHub();
});
afterEach(async () => {
  checkout.remove();
  rmSync(temp, { recursive: true });
  await github.close();
});

/** A job of a run on the default branch. */
function job(name: string, inputs: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return runAction({
    token: TOKEN,
    apiUrl: github.url,
    action: "backup",
    root: copy,
    workspace: checkout.path,
    temp,
    toolCache: RUNNER_TOOLS,
    event: "schedule",
    payload: { repository: { default_branch: "main" } },
    inputs: { job: name, ...inputs },
  });
}

const work = () => job("work", { shard: "1-01", "ssh-key": key, "vault-password": PASSWORD });

/** What an earlier run proved of demo: a set so many hours old, that a drill restored it, and an older one read again. */
function proved(hours: number): void {
  const finished = new Date(Date.now() - hours * 3_600_000).toISOString();
  const set = `${finished.replace(/[-:]|\.\d+/g, "")}-1f2e`;
  const shared = { tenant: "demo", set, bytes: 5_000_000, seconds: 9, reason: "It is equal." };
  const now = new Date().toISOString();
  const run = "https://github.example/acme/fleet/actions/runs/1";
  const records = [
    { ...shared, verb: "backup", outcome: "backed-up", finished, run },
    { ...shared, verb: "drill", outcome: "drilled", finished: now, run },
    { ...shared, verb: "verify", outcome: "verified", finished: now, run },
  ];
  const payload = { format: 1, kind: "backups", records };
  github.repository.addDeployment({ task: BACKUP_TASK, environment: BACKUP_TASK, payload });
}

test("where nothing is due that is said, and no other job is started", async () => {
  proved(3);
  const plan = await job("plan");
  expect(plan.status, plan.log).toBe(0);
  expect(plan.log).toContain("Nothing is due of 1 tenant with backups; no host is contacted.");
  expect(plan.summary).toContain("Nothing is due");
  expect([plan.outputs.get("tenants"), plan.outputs.get("shards")]).toEqual(["0", ""]);
  expect(github.repository.deployments).toHaveLength(1);
});

test("a tenant whose set cannot be taken makes the run red, is named, recorded, and due again", async () => {
  proved(30);
  const plan = await job("plan");
  expect(JSON.parse(plan.outputs.get("shards") ?? "")).toEqual({ shard: ["1-01"] });
  expect(plan.log).toContain(
    "  demo: backup, retain: its newest verified set is 30 h old, and 24 h are allowed",
  );

  const shard = await work();
  expect(shard.status, shard.log).toBe(0);
  expect(readResults(join(temp, "oml-results"))).toMatchObject([
    { tenant: "demo", deeds: [{ verb: "backup", report: { outcome: "refused" } }] },
  ]);
  expect(shard.annotations).toMatchObject([
    { type: "error", title: expect.stringMatching(/^demo%3A refused/) },
  ]);

  const report = await job("report");
  expect([report.status, report.outputs.get("colour")]).toEqual([1, "red"]);
  expect(report.log).toMatch(/^::error::1 tenant: 1 refused\. Look at demo\.$/m);
  expect(report.summary).toContain("<code>demo</code>");
  expect(report.summary).toContain("xychart-beta");
  const [, made] = github.repository.deployments;
  expect(made).toMatchObject({ task: BACKUP_TASK, environment: BACKUP_TASK, ref: checkout.base });
  expect(made?.payload).toMatchObject({ records: [{ tenant: "demo", verb: "backup", outcome: "refused" }] });
  expect(made?.statuses.at(-1)).toMatchObject({ state: "error" });
  expect((await job("plan")).outputs.get("tenants")).toBe("1");
});

test("no secret is shown or stays on the runner", async () => {
  await job("plan", { mode: "backup", tenants: "demo" });
  const shard = await work();
  const lines = key.trim().split("\n").slice(1, -1);
  expect(shard.masks).toEqual(expect.arrayContaining([PASSWORD, ...lines]));
  const shown = shard.log.replaceAll(/^::add-mask::.*$/gm, "");
  for (const secret of [PASSWORD, ...lines]) expect(shown).not.toContain(secret);
  expect(shard.post).toMatchObject({ status: 0 });
  expect(readdirSync(temp).sort()).toEqual(["oml-plan", "oml-results"]);
});

test("what cannot be read is due, and what cannot be recorded makes the run red", async () => {
  proved(3);
  github.fail({ method: "GET", path: /deployments/, status: 403, body: { message: "Forbidden" } });
  const plan = await job("plan");
  expect(plan.log).toMatch(/^::warning title=Backup records::They cannot be read, so everything is due/m);
  expect(plan.outputs.get("tenants")).toBe("1");
  github.fail({ method: "POST", path: /deployments/, status: 403, body: { message: "Forbidden" } });
  const report = await job("report");
  expect(report.log).toMatch(/^::error::.* It could not be recorded\.$/m);
  expect(report.log).toContain("1 interrupted");
});

test("wrong inputs, a tenant that is none, and a missing plan are said, and nothing is done", async () => {
  const wrong = await job("walk", { mode: "burn", "at-once": "none" });
  expect(wrong.status).toBe(1);
  for (const name of ["job", "mode", "at-once"]) expect(wrong.log).toContain(`The input ${name} is `);
  expect((await job("plan", { tenants: "dem0" })).log).toContain("called 'dem0' (did you mean demo?)");
  expect((await work()).log).toContain("The plan of this run has no shard '1-01'. No host was contacted.");
  expect((await job("report")).log).toContain("This run made no plan");
});
