/** validate.yml, run for real on a pull request with a mistake, and on the same one mended. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StandIn, startGitHub, TOKEN } from "../github/server.ts";
import { type Event, Repository } from "./repository.ts";
import { type Ended, findAct, jobOf, runWorkflow } from "./run.ts";

const FILE = "instances/demo/inventory.yml";
const repository = new Repository();
let api: StandIn;

beforeAll(async () => {
  await findAct();
  api = await startGitHub();
  repository.addTenant(join(import.meta.dirname, "..", "..", "instances"), "demo");
  repository.commit("Add a tenant");
});
afterAll(async () => {
  await api.close();
  repository.remove();
});

function validate(event: Event): Promise<Ended> {
  return runWorkflow({ repository, workflow: "validate.yml", event, token: TOKEN, apiUrl: api.url });
}

test("a mistake is annotated on its line, and the required check fails", async () => {
  repository.edit(FILE, "infra_env: lan", "infra_env: moon");
  const run = await validate(repository.pullRequest("change", "Move a tenant"));
  expect(run.status, run.output).toBe(1);
  const inventory = jobOf(run, "inventory");
  expect(inventory.result).toBe("failure");
  expect(inventory.annotations.filter(({ type }) => type === "error")).toEqual([
    {
      type: "error",
      file: FILE,
      line: repository.lineOf(FILE, "infra_env: moon"),
      title: "OML0108",
      message: expect.stringContaining("must be one of: cloud, lan") as string,
    },
  ]);
  expect(inventory.outputs.get("outcome")).toBe("problems");
  expect(inventory.summary).toContain("inventory.yml:");
  const gate = jobOf(run, "gate");
  expect(gate).toMatchObject({ result: "failure" });
  expect(gate.log).toContain("A job ended with 'failure'");
});

test("mended, both are green", async () => {
  repository.edit(FILE, "infra_env: moon", "infra_env: lan");
  repository.edit(FILE, "nginx_version: latest", "nginx_version: ff63617b");
  const run = await validate(repository.pullRequest("change", "Keep the tenant where it is"));
  expect(run.status, run.output).toBe(0);
  expect(run.jobs.map(({ id, result }) => [id, result])).toEqual([
    ["inventory", "success"],
    ["gate", "success"],
  ]);
  expect(jobOf(run, "inventory").outputs.get("errors")).toBe("0");
});

test("the merge queue is judged the same way", async () => {
  const run = await validate(repository.mergeGroup());
  expect(run.jobs.map(({ id, result }) => [id, result])).toEqual([
    ["inventory", "success"],
    ["gate", "success"],
  ]);
});
