/** backup.yml and freshness.yml, run for real on a fleet of which nothing is due, and on one that nobody knows. */
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { BACKUP_TASK } from "../../src/github/backup-records.ts";
import { type StandIn, startGitHub, TOKEN } from "../github/server.ts";
import { Repository } from "./repository.ts";
import { type Ended, findAct, jobOf, runWorkflow } from "./run.ts";

const repository = new Repository();
let api: StandIn;

beforeAll(async () => {
  await findAct();
  api = await startGitHub();
  repository.addTenant(join(import.meta.dirname, "..", "..", "instances"), "demo");
  repository.commit("Add a tenant");
});
beforeEach(() => void api.repository.deployments.splice(0));
afterAll(async () => {
  await api.close();
  repository.remove();
});

function run(
  workflow: string,
  vars: Readonly<Record<string, string>> = { OML_FLEET: "true" },
): Promise<Ended> {
  const event = repository.schedule();
  return runWorkflow({ repository, workflow, event, vars, token: TOKEN, apiUrl: api.url });
}

const ends = ({ jobs }: Ended) => jobs.map(({ id, result }) => [id, result]);

/** What a run proved of demo just now. */
function proved(): void {
  const finished = new Date().toISOString();
  const shared = { tenant: "demo", set: "S", bytes: 1, finished, seconds: 1, reason: "So." };
  const run = "https://github.example/acme/fleet/actions/runs/1";
  const records = [
    { ...shared, verb: "backup", outcome: "backed-up", run },
    { ...shared, verb: "drill", outcome: "drilled", run },
    { ...shared, verb: "verify", outcome: "verified", run },
  ];
  const payload = { format: 1, kind: "backups", records };
  api.repository.addDeployment({ task: BACKUP_TASK, environment: BACKUP_TASK, payload });
}

test("where nothing is due the plan says so, and no other job is started", async () => {
  proved();
  const ended = await run("backup.yml");
  expect(ended.status, ended.output).toBe(0);
  expect(ends(ended)).toEqual([["plan", "success"]]);
  expect(jobOf(ended, "plan").log).toContain("Nothing is due of 1 tenant with backups");
});

test("a job of hosts that has no key is told, the run is red, and what it did not do is recorded", async () => {
  const ended = await run("backup.yml");
  expect(ended.status).toBe(1);
  expect(ends(ended)).toEqual([
    ["plan", "success"],
    ["work", "failure"],
    ["report", "failure"],
  ]);
  expect(jobOf(ended, "report").log).toContain("Look at demo.");
  expect(api.repository.deployments).toMatchObject([
    { payload: { records: [{ tenant: "demo", verb: "backup", outcome: "interrupted" }] } },
  ]);
});

test("the look from outside opens an issue for what nobody knows, and closes it again", async () => {
  expect(ends(await run("freshness.yml"))).toEqual([["freshness", "success"]]);
  expect(api.repository.issues).toMatchObject([{ title: "Backups of demo need attention", state: "open" }]);
  proved();
  await run("freshness.yml");
  expect(api.repository.issues).toMatchObject([{ state: "closed" }]);
});

test("without the repository's variable no job runs", async () => {
  for (const workflow of ["backup.yml", "freshness.yml"]) expect(ends(await run(workflow, {}))).toEqual([]);
});
