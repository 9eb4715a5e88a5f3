/** The built actions about backups, run as the runner does: a set of the lab's tenant is taken, and found fresh from outside. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enter, onHost, runnerEnvironment } from "../../lab/lab.ts";
import type { BackupTenantResult } from "../../src/backup/run-result.ts";
import { readResults } from "../../src/files/run-files.ts";
import { runAction, type Ended, type Trigger } from "../bundle/action-run.ts";
import { copyOfAction, installRunnerTools, RUNNER_TOOLS } from "../bundle/deploy-action.ts";
import { startGitHub, TOKEN, type StandIn } from "../github/server.ts";
import { Fleet, ROOT } from "./fleet.ts";
import { Sets } from "./sets.ts";

const fleet = new Fleet();
const sets = new Sets(fleet);
const temp = mkdtempSync(join(tmpdir(), "oml-temp-"));
const copy = copyOfAction("backup");
let github: StandIn;

beforeAll(async () => {
  await fleet.converge("demo", "--retry", "--allow-older");
  await installRunnerTools();
  github = await startGitHub();
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", fleet.folder, ...args]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("-c", "user.name=fleet", "-c", "user.email=fleet@example.com", "commit", "--quiet", "-m", "Fleet");
});
afterAll(async () => {
  fleet.remove();
  for (const folder of [temp, copy]) rmSync(folder, { recursive: true, force: true });
  await github.close();
});

/** A step of a scheduled run. Only the job that reaches hosts is in the lab's network; it asks GitHub nothing. */
function step(inputs: Readonly<Record<string, string>>, rest: Partial<Trigger> = {}): Promise<Ended> {
  return runAction({
    action: "backup",
    root: copy,
    workspace: fleet.folder,
    temp,
    token: TOKEN,
    apiUrl: github.url,
    event: "schedule",
    payload: { repository: { default_branch: "main" } },
    inputs: { instances: ".", ...inputs },
    ...rest,
  });
}

function work(rest: Partial<Trigger> = {}): Promise<Ended> {
  const key = readFileSync(runnerEnvironment()["OML_SSH_KEY"] ?? "", "utf8");
  const secrets = { "ssh-key": key, "vault-password": "canary-vault" };
  const env = { CONTAINERS_REGISTRIES_CONF: runnerEnvironment()["CONTAINERS_REGISTRIES_CONF"] ?? "" };
  return step({ job: "work", shard: "1-01", ...secrets }, { toolCache: RUNNER_TOOLS, enter, env, ...rest });
}

const look = () => step({}, { action: "freshness", root: ROOT });
const deeds = () =>
  readResults<BackupTenantResult>(join(temp, "oml-results")).map(({ tenant, deeds: done }) => [
    tenant,
    ...done.map(({ verb, report }) => `${verb} ${report.outcome}`),
  ]);

test("what nobody knows is due and has an issue; a run takes, reads again, retains and drills; then all is fresh", async () => {
  expect((await look()).outputs.get("troubled")).toBe("1");
  expect(github.repository.issues).toMatchObject([
    { title: "Backups of demo need attention", state: "open" },
  ]);

  const plan = await step({ job: "plan" });
  expect(plan.log).toContain("  demo: backup, verify, retain, drill: no verified set of it is recorded");
  const worked = await work();
  expect(deeds(), worked.log).toEqual([
    ["demo", "backup backed-up", "verify verified", "retain retained", "drill drilled"],
  ]);
  expect(worked.log).toMatch(/^demo: backed-up \(\d+\.\d s\)\. /m);
  expect(worked.log.replaceAll(/^::add-mask::.*$/gm, "")).not.toContain("demo-example-backup");
  const report = await step({ job: "report" });
  expect([report.status, report.outputs.get("colour")], report.log).toEqual([0, "green"]);
  const [newest] = await sets.list("demo");
  expect(report.summary).toContain(newest);
  const [recorded] = github.repository.deployments;
  expect(recorded).toMatchObject({ task: "oml-backup", payload: { records: [{ set: newest }, {}, {}, {}] } });

  const well = await look();
  expect(well.outputs.get("troubled"), well.log).toBe("0");
  expect(github.repository.issues).toMatchObject([{ state: "closed" }]);
  expect((await step({ job: "plan" })).log).toContain("Nothing is due of 1 tenant with backups");
});

test("a cancelled run says interrupted within seven seconds, is red, and the next one ends well", async () => {
  rmSync(join(temp, "oml-results"), { recursive: true, force: true });
  await step({ job: "plan", mode: "backup", tenants: "demo" });
  const cancelled = await work({ cancelWhen: (log) => /^demo \| .*Begin: done/m.test(log) });
  expect(deeds(), cancelled.log).toEqual([["demo", "backup interrupted"]]);
  expect(cancelled.lingered).toBeLessThan(7000);
  expect(cancelled.post?.status).toBe(0);
  expect((await step({ job: "report" })).log).toContain("1 interrupted. Look at demo.");
  rmSync(join(temp, "oml-results"), { recursive: true, force: true });
  const next = await work();
  expect(deeds(), next.log).toEqual([["demo", "backup backed-up"]]);
});

test("a tenant whose database is down makes the run red, and leaves no set", async () => {
  const before = await sets.list("demo");
  rmSync(join(temp, "oml-results"), { recursive: true, force: true });
  await onHost("demo-app", ["systemctl", "stop", "postgresql"]);
  try {
    const worked = await work();
    expect(deeds()[0]?.[1], worked.log).toMatch(/^backup (failed|refused)$/);
    const report = await step({ job: "report" });
    expect([report.status, report.outputs.get("colour")]).toEqual([1, "red"]);
    expect(report.log).toMatch(/^::error::1 tenant: 1 (failed|refused)\. Look at demo\.$/m);
  } finally {
    await onHost("demo-app", ["systemctl", "start", "postgresql"]);
  }
  expect(await sets.list("demo")).toEqual(before);
});
