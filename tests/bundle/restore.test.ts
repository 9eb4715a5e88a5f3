/** The committed bundle of `restore`, run as the runner runs it, from a copy that lies elsewhere than the checkout. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { RESTORE_TASK } from "../../src/github/restore-records.ts";
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
  copy = copyOfAction("restore");
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

/** A job of a run that a person started; no host of demo answers, nor does the password open its vault. */
function job(name: string, who: string, inputs: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return runAction({
    token: TOKEN,
    apiUrl: github.url,
    action: "restore",
    root: copy,
    workspace: checkout.path,
    temp,
    toolCache: RUNNER_TOOLS,
    event: "workflow_dispatch",
    payload: { repository: { default_branch: "main" } },
    env: { GITHUB_ACTOR: who, GITHUB_ACTOR_ID: who, GITHUB_TRIGGERING_ACTOR: who },
    inputs: { job: name, tenant: "demo", confirm: "demo", mode: "undo", ...inputs },
  });
}

const restore = (who: string, inputs: Readonly<Record<string, string>> = {}) =>
  job("restore", who, { "ssh-key": key, "vault-password": PASSWORD, ...inputs });

/** Who guards the gate. */
function guard(reviewers: readonly string[], isSelfReviewPrevented = true): void {
  github.repository.environments.push({ name: "restore", branches: "all", reviewers, isSelfReviewPrevented });
}

const kinds = () =>
  github.repository.deployments.map(({ payload }) => (payload as { readonly kind: string }).kind);

test("what was typed is judged, and who has to want it is said, before anybody is asked", async () => {
  const open = await job("check", "ann");
  expect(open.status, open.log).toBe(0);
  expect(open.log).toContain(
    "ann asks for: tenant demo (twice), mode undo. Since GitHub shows no environment 'restore', it takes two runs by two people: this one shows a plan and a code.",
  );
  expect(open.outputs.get("commit")).toBe(checkout.base);
  guard(["bob"]);
  expect((await job("check", "ann")).summary).toContain("It begins when a reviewer approves the job Gate.");
  checkout.write("instances/fleet.yml", "restore_approval: one\n");
  expect((await job("check", "ann")).log).toContain("No second person has to want it");
  expect(kinds()).toEqual([]);
});

test("one person gets a plan and a code, another one has it done, once", async () => {
  guard(["bob"], false);
  const first = await restore("ann");
  expect([first.status, first.outputs.get("colour"), first.outputs.get("outcome")], first.log).toEqual([
    0,
    "warning",
    "",
  ]);
  const code = first.outputs.get("code") ?? "";
  expect(code).toMatch(/^\w{5}-\w{5}$/);
  expect(first.log).toContain("Is replaced: what the last restore brought");
  expect(first.log).not.toContain("Installing"); // no host is needed to show it
  expect(first.summary).toContain(code);
  expect(first.summary).toContain("one may approve a run of one");
  expect(kinds()).toEqual(["asked"]);

  const own = await restore("ann", { code });
  expect(own.status).toBe(1);
  expect(own.log).toMatch(
    /^::error::demo: refused\. Nothing was done: ann asked for it, and a second person/m,
  );
  const wrong = await restore("bob", { code, mode: "accept" });
  expect(wrong.log).toContain("is for the mode undo, not for accept");
  expect(kinds()).toEqual(["asked"]);

  const second = await restore("bob", { code: code.toLowerCase().replace("-", " ") });
  expect(second.log).toContain("demo: undo, for ann asked for it, bob gave the code.");
  expect(second.outputs.get("outcome")).toBe("refused");
  expect(second.summary).toContain("ann asked for it, bob gave the code.");
  expect(kinds()).toEqual(["asked", "begun", "ended"]);
  expect(github.repository.deployments).toMatchObject([
    { task: RESTORE_TASK, ref: checkout.base },
    { payload: { code, by: ["bob"] } },
    { payload: { outcome: "refused", tenant: "demo" } },
  ]);
  const again = await restore("bob", { code });
  expect(again.log).toContain(`the code ${code} was used before`);
});

test("with reviewers who approve nothing of their own a run begins at once, if it was approved lately", async () => {
  guard(["bob"]);
  const ago = (seconds: number) => String(Math.floor(Date.now() / 1000) - seconds);
  const late = await restore("ann", { passed: ago(3700) });
  expect(late.log).toContain("an approval holds for an hour, and this run was approved before");
  expect(kinds()).toEqual([]);
  const begun = await restore("ann", { passed: ago(60) });
  expect(begun.log).toContain("demo: undo, for a reviewer of the environment 'restore' approved it.");
  expect(kinds()).toEqual(["begun", "ended"]);
});

test("records that somebody made up let nothing begin", async () => {
  const { outputs } = await restore("ann");
  const [asked] = github.repository.deployments;
  const payload = structuredClone(asked?.payload) as { request: { people: unknown } };
  payload.request.people = { logins: ["bob"], id: "bob" };
  github.repository.addDeployment({ task: RESTORE_TASK, environment: RESTORE_TASK, payload });
  const own = await restore("ann", { code: outputs.get("code") ?? "" });
  expect(own.log).toContain("ann asked for it, and a second person");
});

test("what cannot be read or kept begins nothing", async () => {
  checkout.write("instances/fleet.yml", "restore_approval: one\n");
  const refused = { status: 403, body: { message: "Forbidden" } };
  github.fail({ method: "GET", path: /deployments/, ...refused });
  expect((await restore("ann")).log).toContain("Nothing was done. The records of restores cannot be read");
  github.fail({ method: "POST", path: /deployments/, ...refused });
  expect((await restore("ann")).log).toContain("Nothing was done: that it begins cannot be kept");
  checkout.write("instances/fleet.yml", "");
  github.fail({ method: "POST", path: /deployments/, ...refused });
  const unkept = await restore("ann");
  expect(unkept.log).toContain("no code was given: that it was asked for cannot be kept");
  expect([unkept.status, unkept.outputs.get("code")]).toEqual([1, ""]);
  expect(kinds()).toEqual([]);
});

test("no secret is shown or stays on the runner, and a set that cannot be asked for is refused", async () => {
  const ended = await restore("ann", { mode: "restore" });
  expect(ended.outputs.get("outcome"), ended.log).toBe("refused");
  const lines = key.trim().split("\n").slice(1, -1);
  expect(ended.masks).toEqual(expect.arrayContaining([PASSWORD, ...lines]));
  const shown = ended.log.replaceAll(/^::add-mask::.*$/gm, "");
  for (const secret of [PASSWORD, ...lines]) expect(shown).not.toContain(secret);
  expect(ended.post).toMatchObject({ status: 0 });
  expect(readdirSync(temp)).toEqual([]);
  expect(kinds()).toEqual([]);
});

test("wrong inputs and a tenant that is none are said, and nothing is done", async () => {
  const wrong = await restore("ann", { confirm: "dem0", set: "a b", now: "soon", job: "walk" });
  expect(wrong.status).toBe(1);
  for (const words of [
    "confirm is 'dem0'",
    "set is 'a b'",
    "input now is",
    "input job is",
    "mode restore alone",
  ])
    expect(wrong.log).toContain(words);
  expect((await job("check", "ann", { tenant: "dem0", confirm: "dem0" })).log).toContain(
    "did you mean demo?",
  );
  expect((await restore("ann", { "ssh-key": "" })).log).toContain("There is no SSH key");
  checkout.write("instances/demo/tenant.yml", "wave: 1\n");
  expect((await job("check", "ann")).log).toContain("has no block 'backup'");
});
