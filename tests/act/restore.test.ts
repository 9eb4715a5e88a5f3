/** restore.yml, run for real: a first person's run shows a plan, another one's gives the code; wrong words reach no gate. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StandIn, startGitHub, TOKEN } from "../github/server.ts";
import { Repository } from "./repository.ts";
import { type Ended, findAct, jobOf, runWorkflow } from "./run.ts";

const repository = new Repository();
const keys = mkdtempSync(join(tmpdir(), "oml-key-"));
let api: StandIn;

beforeAll(async () => {
  await findAct();
  api = await startGitHub();
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(keys, "key")]);
  repository.addTenant(join(import.meta.dirname, "..", "..", "instances"), "demo");
  repository.commit("Add a tenant");
});
afterAll(async () => {
  await api.close();
  repository.remove();
  rmSync(keys, { recursive: true });
});

function run(actor: string, inputs: Readonly<Record<string, string>>, isOff = false): Promise<Ended> {
  return runWorkflow({
    repository,
    workflow: "restore.yml",
    event: repository.dispatch({ tenant: "demo", confirm: "demo", mode: "accept", ...inputs }),
    actor,
    vars: isOff ? {} : { OML_FLEET: "true" },
    secrets: { OML_SSH_KEY: readFileSync(join(keys, "key"), "utf8") },
    token: TOKEN,
    apiUrl: api.url,
  });
}

const ends = ({ jobs }: Ended) => jobs.map(({ id, result }) => [id, result]);
const PASSED = [
  ["check", "success"],
  ["gate", "success"],
] as const;

test("one person's run shows a plan, another one's gives its code and begins", async () => {
  const first = await run("ann", {});
  expect(ends(first), first.output).toEqual([...PASSED, ["restore", "success"]]);
  expect(jobOf(first, "check").log).toContain("ann asks for: tenant demo (twice), mode accept.");
  const code = /, code (\w{5}-\w{5})\./.exec(jobOf(first, "restore").log)?.[1] ?? "";
  expect(code, first.output).not.toBe("");
  const second = await run("bob", { code });
  expect(ends(second)).toEqual([...PASSED, ["restore", "failure"]]);
  expect(jobOf(second, "restore").log).toContain("accept, for ann asked for it, bob gave the code.");
  expect(api.repository.deployments).toMatchObject([
    { payload: { kind: "asked" } },
    { payload: { kind: "begun", code } },
    { payload: { kind: "ended" } },
  ]);
});

test("the gate hands on when it was passed", async () => {
  api.repository.environments.push({
    ...{ name: "restore", branches: "all", reviewers: ["bob"], isSelfReviewPrevented: true },
  });
  const ended = await run("ann", {});
  expect(jobOf(ended, "restore").log).toContain(
    "accept, for a reviewer of the environment 'restore' approved it.",
  );
});

test("a name that is not typed twice bothers no reviewer, and without the repository's variable no job runs", async () => {
  expect(ends(await run("ann", { confirm: "dem0" }))).toEqual([["check", "failure"]]);
  expect(ends(await run("ann", {}, true))).toEqual([]);
});
