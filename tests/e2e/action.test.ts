/** The built action, run as the runner does in the lab's network, against real hosts. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { enter, journalCursor, runnerEnvironment, sshConnections } from "../../lab/lab.ts";
import { readResults } from "../../src/files/run-files.ts";
import { runAction, type Ended, type Trigger } from "../bundle/action-run.ts";
import { copyOfAction, installRunnerTools, RUNNER_TOOLS } from "../bundle/deploy-action.ts";
import { Fleet } from "./fleet.ts";
import { allInvocations, restarted } from "./observe.ts";

const fleet = new Fleet();
const remote = mkdtempSync(join(tmpdir(), "oml-remote-"));
const temp = mkdtempSync(join(tmpdir(), "oml-temp-"));
const copy = copyOfAction();

beforeAll(async () => {
  await fleet.converge("demo", "--retry", "--allow-older");
  await installRunnerTools();
  git("init", "--quiet", "--initial-branch=main");
  execFileSync("git", ["init", "--quiet", "--bare", remote]);
  git("remote", "add", "origin", remote);
  await merge();
});
beforeEach(() => {
  rmSync(join(temp, "oml-results"), { recursive: true, force: true });
});
afterAll(async () => {
  // The hosts know commits of a repository that is gone now: what comes next begins without.
  const last = new Fleet();
  await last.converge("demo", "--retry", "--allow-older");
  last.remove();
  fleet.remove();
  for (const folder of [remote, temp, copy]) rmSync(folder, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  return execFileSync("git", ["-C", fleet.folder, ...args], { encoding: "utf8" }).trim();
}

/** What the folder holds, its images locked, is now the tip of the branch; returns its commit. */
async function merge(): Promise<string> {
  await fleet.lock("demo");
  git("add", "--all");
  git("-c", "user.name=fleet", "-c", "user.email=fleet@example.com", "commit", "--quiet", "-m", "Change");
  git("push", "--quiet", "origin", "HEAD:refs/heads/main");
  return git("rev-parse", "HEAD");
}

/** A run's plan, then its one shard. */
async function run(rest: Partial<Trigger> = {}): Promise<Ended & { readonly outcome: string | undefined }> {
  const trigger = {
    action: "deploy",
    root: copy,
    workspace: fleet.folder,
    temp,
    toolCache: RUNNER_TOOLS,
    enter,
    env: { CONTAINERS_REGISTRIES_CONF: runnerEnvironment()["CONTAINERS_REGISTRIES_CONF"] ?? "" },
    event: "push",
    payload: { repository: { default_branch: "main" } },
  };
  const key = readFileSync(runnerEnvironment()["OML_SSH_KEY"] ?? "", "utf8");
  const place = { instances: "." };
  await runAction({ ...trigger, inputs: { mode: "plan", ...place } });
  const inputs = {
    mode: "deploy",
    shard: "2-01",
    "ssh-key": key,
    "vault-password": "canary-vault",
    ...place,
  };
  const ended = await runAction({ ...trigger, inputs, ...rest });
  const [result] = readResults(join(temp, "oml-results"));
  return { ...ended, outcome: result?.outcome };
}

test("a merge reaches the hosts and restarts what it changed; run again, it changes nothing", async () => {
  fleet.set("demo", "nginx_version", "ff63617b");
  const commit = await merge();
  const before = await allInvocations();
  const first = await run();
  expect(first.outcome, first.log).toBe("deployed");
  expect(restarted(before, await allInvocations())).toEqual(["demo-app/nginx"]);
  expect(first.log).toMatch(/^demo \| omnileads-app: .*: done nginx restarted/m);
  expect(first.log).toMatch(/^demo: deployed \(\d+\.\d s\)\. /m);
  expect(readResults(join(temp, "oml-results"))).toMatchObject([
    { commit, source: { commit, unreviewed: null } },
  ]);
  expect(first.post?.status).toBe(0);

  const second = await run();
  expect(second.outcome, second.log).toBe("unchanged");
});

test("a cancelled run says interrupted within seven seconds, and the next one ends what it began", async () => {
  fleet.set("demo", "asterisk_version", "ff63617b");
  await merge();
  const cancelled = await run({ cancelWhen: (log) => /^demo \| beginning transaction/m.test(log) });
  expect(cancelled.outcome, cancelled.log).toBe("interrupted");
  expect(cancelled.lingered).toBeLessThan(7000);
  expect(cancelled.post?.status).toBe(0);
  const next = await run();
  expect(["deployed", "unchanged"], next.log).toContain(next.outcome);
});

test("what was pushed past the review is refused with no connection made to a host", async () => {
  fleet.edit("demo", (text) =>
    text.replace(/^( +)ansible_host:/m, '$1ansible_ssh_common_args: "-o ProxyCommand=id"\n$&'),
  );
  await merge();
  const cursors = { app: await journalCursor("demo-app"), voice: await journalCursor("demo-voice") };
  const { outcome, log } = await run();
  expect(outcome).toBe("refused");
  expect(log).toMatch(/^::error title=demo%3A refused/m);
  expect(await sshConnections("demo-app", cursors.app)).toBe(0);
  expect(await sshConnections("demo-voice", cursors.voice)).toBe(0);
});
