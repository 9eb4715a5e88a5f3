/** The built action that restores, run as the runner does: the lab's tenant comes back once two people want it, and not before. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enter, runnerEnvironment } from "../../lab/lab.ts";
import { openBridge } from "../act/bridge.ts";
import { runAction, type Ended } from "../bundle/action-run.ts";
import { copyOfAction, installRunnerTools, RUNNER_TOOLS } from "../bundle/deploy-action.ts";
import { startGitHub, TOKEN, type StandIn } from "../github/server.ts";
import { Fleet } from "./fleet.ts";
import { Restores } from "./restores.ts";

const fleet = new Fleet();
const restores = new Restores(fleet);
const temp = mkdtempSync(join(tmpdir(), "oml-temp-"));
const copy = copyOfAction("restore");
let github: StandIn;
let bridge: Awaited<ReturnType<typeof openBridge>>;
let set: string;

beforeAll(async () => {
  await fleet.converge("demo", "--retry", "--allow-older");
  await installRunnerTools();
  github = await startGitHub();
  bridge = await openBridge(github.url, enter);
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", fleet.folder, ...args]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("-c", "user.name=fleet", "-c", "user.email=fleet@example.com", "commit", "--quiet", "-m", "Fleet");
  set = await restores.begin();
});
afterAll(async () => {
  for (const word of ["--undo", "--accept"]) await restores.run(word);
  fleet.remove();
  for (const folder of [temp, copy]) rmSync(folder, { recursive: true, force: true });
  await bridge.close();
  await github.close();
});

/** The job that restores, of a run that a person started. */
function dispatched(who: string, inputs: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { OML_SSH_KEY: key = "", CONTAINERS_REGISTRIES_CONF: conf = "" } = runnerEnvironment();
  const people = { GITHUB_ACTOR: who, GITHUB_TRIGGERING_ACTOR: who, GITHUB_ACTOR_ID: who };
  const secrets = { "ssh-key": readFileSync(key, "utf8"), "vault-password": "canary-vault" };
  return runAction({
    action: "restore",
    root: copy,
    workspace: fleet.folder,
    temp,
    toolCache: RUNNER_TOOLS,
    enter,
    token: TOKEN,
    apiUrl: bridge.url,
    event: "workflow_dispatch",
    payload: { repository: { default_branch: "main" } },
    env: { CONTAINERS_REGISTRIES_CONF: conf, ...people },
    inputs: { job: "restore", instances: ".", tenant: "demo", confirm: "demo", ...secrets, ...inputs },
  });
}

/** The tenant serves one word, and has nothing beside what it serves. */
async function expectUntouched(): Promise<void> {
  expect(await restores.serves()).toEqual({ data: "now", files: "now", login: 200, asterisk: "active" });
  expect(await restores.leftovers()).toBe("");
}

test("the first run shows a plan and changes nothing, its own person restores nothing, another one does, once", async () => {
  const before = await restores.sets.list("demo");
  const first = await dispatched("ann");
  expect([first.status, first.outputs.get("colour")], first.log).toEqual([0, "warning"]);
  expect(first.log).toContain(`Set: ${set}, `);
  const code = first.outputs.get("code") ?? "";
  expect(first.summary).toContain(code);
  expect(await restores.sets.list("demo")).toEqual(before);
  await expectUntouched();

  const own = await dispatched("ann", { code });
  expect(own.log).toContain("ann asked for it, and a second person has to dispatch it");
  await expectUntouched();

  const second = await dispatched("bob", { code });
  expect([second.status, second.outputs.get("outcome")], second.log).toEqual([0, "restored"]);
  expect(await restores.serves()).toEqual({ data: "then", files: "then", login: 200, asterisk: "active" });
  expect(second.summary).toContain("ann asked for it, bob gave the code.");
  expect(second.log.replaceAll(/^::add-mask::.*$/gm, "")).not.toContain("demo-example-backup");
  expect(github.repository.deployments.at(-1)).toMatchObject({
    task: "oml-restore",
    payload: { kind: "ended", outcome: "restored", set, downSeconds: expect.any(Number) as number },
  });
  expect((await dispatched("bob", { code })).log).toContain(`the code ${code} was used before`);
});

test("where reviewers are enforced it goes back at once", async () => {
  const guarded = {
    name: "restore",
    branches: "all",
    reviewers: ["bob"],
    isSelfReviewPrevented: true,
  } as const;
  github.repository.environments.push(guarded);
  const passed = String(Math.floor(Date.now() / 1000));
  const undone = await dispatched("ann", { mode: "undo", passed });
  expect([undone.status, undone.outputs.get("outcome")], undone.log).toEqual([0, "undone"]);
  expect(await restores.serves()).toEqual({ data: "now", files: "now", login: 200, asterisk: "active" });
});

test("where the fleet says that one is enough, one lets go for good", async () => {
  github.repository.environments.splice(0);
  writeFileSync(join(fleet.folder, "fleet.yml"), "restore_approval: one\n");
  const accepted = await dispatched("ann", { mode: "accept" });
  expect([accepted.status, accepted.outputs.get("outcome")], accepted.log).toEqual([0, "accepted"]);
  await expectUntouched();
});
