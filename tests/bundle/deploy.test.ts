/** The committed bundle of `deploy`, run as the runner runs it, from a copy that lies elsewhere than the checkout. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readPlan, readResults, writeResult } from "../../src/files/run-files.ts";
import { notBegun } from "../../src/fleet/result.ts";
import { startGitHub, TOKEN } from "../github/server.ts";
import { runAction, type Ended } from "./action-run.ts";
import { Checkout } from "./checkout.ts";
import { copyOfAction, RUNNER_TOOLS } from "./deploy-action.ts";

const CIRCUMSTANCE = {
  wave: 2,
  shard: "2-01",
  commit: "c".repeat(40),
  toolkit: "t".repeat(40),
  finished: "2026-03-01T12:00:00.000Z",
} as const;
const PASSWORD = "canary-vault-password";
const keys = mkdtempSync(join(tmpdir(), "oml-key-"));
let copy: string;
let key: string;
let checkout: Checkout;
let temp: string;

beforeAll(() => {
  copy = copyOfAction();
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(keys, "key")]);
  key = readFileSync(join(keys, "key"), "utf8");
});
afterAll(() => {
  for (const folder of [copy, keys]) rmSync(folder, { recursive: true });
});
beforeEach(() => {
  checkout = new Checkout();
  temp = mkdtempSync(join(tmpdir(), "oml-temp-"));
});
afterEach(() => {
  checkout.remove();
  rmSync(temp, { recursive: true });
});

/** A step of a run on the default branch. */
function step(
  mode: string,
  inputs: Readonly<Record<string, string>> = {},
  github: { readonly token?: string; readonly apiUrl?: string } = {},
): Promise<Ended> {
  return runAction({
    ...github,
    action: "deploy",
    root: copy,
    workspace: checkout.path,
    temp,
    toolCache: RUNNER_TOOLS,
    event: "push",
    payload: { repository: { default_branch: "main" } },
    inputs: { mode, ...inputs },
  });
}

const secrets = () => ({ "ssh-key": key, "vault-password": PASSWORD });

test("the run is recorded before a host is asked, its tenants and its end behind it; the next finds them", async () => {
  const github = await startGitHub();
  const told = { token: TOKEN, apiUrl: github.url };
  checkout.edit(["infra_env: lan", "infra_env: moon"]);
  const commit = checkout.commit("Push past the review");
  checkout.publish();

  await step("plan", {}, told);
  const [opening] = github.repository.deployments;
  expect(opening).toMatchObject({ ref: commit, environment: "oml/fleet" });
  expect(opening?.statuses.map(({ state }) => state)).toEqual(["in_progress"]);
  await step("deploy", { shard: "2-01", ...secrets() }, told);
  await step("report", {}, told);
  const [run, tenant] = github.repository.deployments;
  expect(run?.statuses.at(-1)).toMatchObject({ state: "failure" });
  expect(tenant).toMatchObject({ environment: "oml/demo", ref: commit });
  expect(tenant?.statuses.at(-1)).toMatchObject({ state: "error" });
  expect(JSON.stringify(github.repository.deployments)).not.toContain(PASSWORD);

  const again = await step("plan", {}, told);
  expect(again.log).toContain("demo: ");
  expect(readPlan(join(temp, "oml-plan"))?.records["demo"]).toMatchObject({ outcome: "refused", commit });
  await github.close();
});

test("a release that is not the one its pull request's plan showed is told", async () => {
  const github = await startGitHub();
  const told = { token: TOKEN, apiUrl: github.url };
  checkout.publish();
  const shown = { base: "b".repeat(40), releases: { demo: "0".repeat(64) }, omitted: 0 };
  const place = { title: "Change", head: "d".repeat(40), from: "acme/fleet", base: "main" };
  github.repository.pulls.push({ number: 7, ...place, merged: true, commits: [checkout.base] });
  const body = `<!-- oml-plan ${JSON.stringify(shown)} -->\nThe plan`;
  github.repository.comments.push({ id: 1, issue: 7, body, author: "github-actions[bot]" });
  await step("plan", {}, told);
  expect(readPlan(join(temp, "oml-plan"))?.reviewed).toMatchObject([{ pull: 7, releases: shown.releases }]);
  const result = notBegun("demo", { outcome: "deployed", reason: "" }, CIRCUMSTANCE);
  writeResult(join(temp, "oml-results"), { ...result, release: "1".repeat(64) });
  const { log } = await step("report", {}, told);
  const sentence =
    /^::warning.*than the plan of pull request 7 showed.*: demo \(11111111, reviewed: 00000000\)/m;
  expect(log).toMatch(sentence);
  await github.close();
});

test("a check records nothing", async () => {
  const github = await startGitHub();
  const told = { token: TOKEN, apiUrl: github.url };
  checkout.publish();
  for (const mode of ["plan", "report"]) await step(mode, { action: "check" }, told);
  expect(github.repository.deployments).toEqual([]);
  await github.close();
});

test("a push of a hostile inventory is refused before any host is asked, and the run ends red", async () => {
  checkout.edit(["ansible_host:", 'ansible_ssh_common_args: "-o ProxyCommand=id"\n      ansible_host:']);
  const commit = checkout.commit("Push past the review");
  checkout.publish();

  const plan = await step("plan");
  expect(plan.status).toBe(0);
  expect(plan.outputs.get("commit")).toBe(commit);
  expect(plan.outputs.get("wave-1")).toBe("");
  expect(JSON.parse(plan.outputs.get("wave-2") ?? "")).toEqual({ shard: ["2-01"] });
  expect(plan.log).toContain("demo: ");

  const shard = await step("deploy", { shard: "2-01", ...secrets() });
  expect(shard.status).toBe(0);
  const [result] = readResults(join(temp, "oml-results"));
  expect(result).toMatchObject({ tenant: "demo", outcome: "refused", wave: 2, shard: "2-01", commit });
  expect(result?.reason).toContain("Nothing was touched.");
  expect(shard.annotations).toMatchObject([
    { type: "error", title: expect.stringMatching(/^demo%3A refused/) },
  ]);

  const judge = await step("judge", { wave: "2" });
  expect([judge.status, judge.outputs.get("go")]).toEqual([0, "true"]);

  const report = await step("report");
  expect([report.status, report.outputs.get("colour")]).toEqual([1, "red"]);
  expect(report.log).toMatch(/^::error::1 tenant at [0-9a-f]{8}: 1 refused\. Look at demo\.$/m);
});

test("what a tenant said is printed whole, in one fold that obeys no command", async () => {
  checkout.edit(["infra_env:", "'##[error]hostile': 1\n          infra_env:"]);
  checkout.commit("Add a hostile name");
  checkout.publish();
  await step("plan");
  const { log } = await step("deploy", { shard: "2-01", ...secrets() });
  const [, token] = /^::stop-commands::([0-9a-f]{32})$/m.exec(log) ?? [];
  const fold = new RegExp(
    `^::group::demo: .*\n::stop-commands::${token}\n([^]*?)::${token}::\n::endgroup::\n`,
    "m",
  );
  expect(fold.exec(log)?.[1]).toContain("demo");
  expect(log.replace(fold, "")).not.toContain("##[");
});

test("every secret is hidden before the first line, line by line, and none stays on the runner", async () => {
  checkout.publish();
  await step("plan");
  const shard = await step("deploy", { shard: "2-01", ...secrets() });
  const lines = key.trim().split("\n").slice(1, -1);
  expect(shard.masks).toEqual(
    expect.arrayContaining([PASSWORD, ...lines, Buffer.from(PASSWORD).toString("base64").replace(/=+$/, "")]),
  );
  const shown = shard.log.replaceAll(/^::add-mask::.*$/gm, "");
  for (const secret of [PASSWORD, ...lines]) expect(shown).not.toContain(secret);
  expect(shard.log.indexOf("::add-mask::")).toBe(shard.log.indexOf("\n") + 1);
  expect(shard.post).toMatchObject({ status: 0 });
  expect(readdirSync(temp).sort()).toEqual(["oml-plan", "oml-results"]);
  for (const name of readdirSync(join(temp, "oml-results")))
    expect(statSync(join(temp, "oml-results", name)).mode & 0o077).toBe(0);
});

test.each([
  ["none", () => "", "There is no SSH key"],
  ["one that is cut off", () => key.slice(0, 120), "cut off"],
  ["a public one", () => readFileSync(join(keys, "key.pub"), "utf8"), "is a public key"],
])("with a bad SSH key (%s) one sentence says so, and no tenant is begun", async (_, bad, sentence) => {
  checkout.publish();
  await step("plan");
  const shard = await step("deploy", { shard: "2-01", "ssh-key": bad() });
  expect(shard.status).toBe(1);
  expect(shard.log).toMatch(new RegExp(`^::error::.*${sentence}.*None of its 1 tenants was begun\\.$`, "m"));
  expect(readResults(join(temp, "oml-results"))).toMatchObject([{ tenant: "demo", outcome: "interrupted" }]);
});

test("where the branch moved on, the newer run is left to do it", async () => {
  await step("plan");
  checkout.write("NEWS", "x");
  checkout.commit("Move on");
  checkout.publish();
  await step("deploy", { shard: "2-01", ...secrets() });
  expect(readResults(join(temp, "oml-results"))).toMatchObject([{ tenant: "demo", outcome: "superseded" }]);
});

test("a shard that left nothing is interrupted, and the last job says so", async () => {
  checkout.publish();
  await step("plan");
  expect(readPlan(join(temp, "oml-plan"))?.shards).toHaveLength(1);
  const report = await step("report");
  expect(report.status).toBe(1);
  expect(report.log).toContain("1 interrupted. Look at demo.");
});

test("wrong inputs are all named, and nothing is done", async () => {
  const { status, log } = await step("deliver", { "at-once": "none", component: "asterix" });
  expect(status).toBe(1);
  for (const name of ["mode", "at-once", "component"]) expect(log).toContain(`The input ${name} is `);
});
