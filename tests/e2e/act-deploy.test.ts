/** Merges and a revert, deployed to real hosts by deploy.yml itself: every job of it, started by act. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journalCursor, runnerEnvironment, sshSessions } from "../../lab/lab.ts";
import { type Ended, jobOf } from "../act/run.ts";
import { Fleet } from "./fleet.ts";
import { allInvocations, restarted, runningImage } from "./observe.ts";
import { Pipeline } from "./pipeline.ts";

const INVENTORY = "instances/demo/inventory.yml";
const NGINX = ["demo-app", "oml-nginx-server"] as const;
const fleet = new Fleet(["demo"]);
const runs: Ended[] = [];
let pipeline: Pipeline;
let before = "";

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  pipeline = await Pipeline.open(fleet, ["demo"]);
  before = await runningImage(...NGINX);
});
afterAll(async () => {
  await pipeline.close();
  // The hosts know a commit of a repository that is gone now: what comes next begins without.
  fleet.set("demo", "nginx_version", "ff63617b");
  await fleet.converge("demo", "--retry", "--allow-older");
  fleet.remove();
});

/** Runs deploy.yml for a push; the whole log is the message of what fails. */
async function deploy(event: ReturnType<Pipeline["repository"]["push"]>): Promise<Ended> {
  const run = await pipeline.deploy(event);
  runs.push(run);
  expect(run.status, run.output).toBe(0);
  const ended = run.jobs.map(({ id, result, matrix }) => [id, result, matrix["shard"]]);
  expect(ended).toEqual([
    ["plan", "success", undefined],
    ["wave-2", "success", "2-01"],
    ["judge-2", "success", undefined],
    ["report", "success", undefined],
  ]);
  return run;
}

test("without OML_FLEET no job runs and no host is reached", async () => {
  const cursors = await Promise.all([journalCursor("demo-app"), journalCursor("demo-voice")]);
  pipeline.repository.write("notes.md", "A fleet.\n");
  const run = await pipeline.deploy(pipeline.repository.push("Begin"), true);
  expect(run.status, run.output).toBe(0);
  expect(run.jobs).toEqual([]);
  expect(await sshSessions("demo-app", cursors[0])).toBe(0);
  expect(await sshSessions("demo-voice", cursors[1])).toBe(0);
});

test("a merge that changes no release restarts nothing", async () => {
  const invocations = await allInvocations();
  pipeline.repository.write("notes.md", "The fleet.\n");
  const run = await deploy(pipeline.repository.push("Say it better"));
  expect(jobOf(run, "wave-2").log).toContain("demo: unchanged");
  expect(jobOf(run, "report").summary).toContain("1 unchanged");
  expect(restarted(invocations, await allInvocations())).toEqual([]);
});

test("a merged tag of one component is what runs, and only that component was restarted", async () => {
  const invocations = await allInvocations();
  pipeline.repository.edit(INVENTORY, "nginx_version: latest", "nginx_version: ff63617b");
  await pipeline.lock("demo");
  const run = await deploy(pipeline.repository.push("Take nginx back to ff63617b"));
  expect(jobOf(run, "wave-2").log).toContain("demo: deployed");
  expect(jobOf(run, "report").summary).toContain("1 deployed");
  expect(restarted(invocations, await allInvocations())).toEqual(["demo-app/nginx"]);
  expect(await runningImage(...NGINX)).not.toBe(before);
});

test("its revert brings the earlier image back, byte for byte", async () => {
  const invocations = await allInvocations();
  const run = await deploy(pipeline.repository.revert());
  expect(jobOf(run, "wave-2").log).toContain("demo: deployed");
  expect(restarted(invocations, await allInvocations())).toEqual(["demo-app/nginx"]);
  expect(await runningImage(...NGINX)).toBe(before);
});

test("neither the key nor a secret of the tenant stands in a log, a summary or a request to GitHub", () => {
  const key = readFileSync(runnerEnvironment()["OML_SSH_KEY"] ?? "", "utf8").split("\n");
  const secrets = [...key.slice(1, -2), "demo-example-9d2f41", "demo-example-2a6c93"];
  const shown = [
    ...runs.flatMap(({ jobs }) => jobs.flatMap(({ log, summary }) => [log, summary])),
    ...pipeline.github.writes().map(({ body }) => JSON.stringify(body)),
  ].join("\n");
  expect(key.length).toBeGreaterThan(5);
  for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
});
