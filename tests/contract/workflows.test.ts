/** Rules every workflow of this repository keeps, and those of the required check. */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { workflowMistakes } from "./github-parser.ts";

const root = join(import.meta.dirname, "..", "..");
/** Minutes after which GitHub ends a job that says nothing else. */
const GITHUB_LIMIT = 360;
const permissions = z.record(z.string(), z.enum(["read", "write"]));
const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const workflowSchema = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({}),
  jobs: z.record(
    z.string(),
    z.looseObject({
      name: z.string().optional(),
      if: z.string().optional(),
      needs: z.array(z.string()).optional(),
      environment: z.union([z.string(), z.looseObject({ name: z.string() })]).optional(),
      "runs-on": z.string(),
      "timeout-minutes": z.number().max(GITHUB_LIMIT),
      permissions,
      steps: z.array(step),
    }),
  ),
});

const files = globSync(".github/workflows/*.{yml,yaml}", { cwd: root });
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");
const read = (file: string) => workflowSchema.parse(parse(textOf(file)));

describe.each(files)("%s", (file) => {
  const workflow = read(file);
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  test("GitHub's own parser finds nothing wrong", () => {
    expect(workflowMistakes(file, textOf(file))).toEqual([]);
    expect(workflowMistakes(file, textOf(file).replace("runs-on:", "runs-no:"))).not.toEqual([]);
  });

  test("every other repository's action is pinned by its full commit, its version beside it", () => {
    const lines = textOf(file)
      .split("\n")
      .filter((line) => /uses:/.test(line) && !/uses: \.\//.test(line));
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("no expression is pasted into a script", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
  });

  test("a checkout leaves no credentials behind", () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ "persist-credentials": false });
  });

  test("runners are named by version, or by a variable that has one for its default", () => {
    for (const [, job] of jobs)
      expect(job["runs-on"]).toMatch(/^(\$\{\{ vars\.OML_\w+ \|\| 'ubuntu-\d\d\.04' \}\}|ubuntu-\d\d\.04)$/);
  });

  test("it is not started with the base's rights for a head that nobody reviewed", () => {
    for (const trigger of ["pull_request_target", "workflow_run", "issue_comment"])
      expect(Object.keys(workflow.on)).not.toContain(trigger);
  });

  test("secrets are those of the environment fleet, where only the default branch gets them", () => {
    const secrets = /secrets(\.|\[)(?!GITHUB_TOKEN\b)/;
    const outside = Object.entries({ ...workflow, jobs: {} }).map(([, value]) => JSON.stringify(value));
    for (const text of outside) expect(text).not.toMatch(secrets);
    for (const [name, job] of jobs.filter(([, value]) => secrets.test(JSON.stringify(value)))) {
      const environment = typeof job.environment === "string" ? job.environment : job.environment?.name;
      expect(environment, name).toBe("fleet");
    }
  });

  test("permissions are none at the top; each that a job has says why", () => {
    expect(workflow.permissions).toEqual({});
    const granted = jobs.flatMap(([, job]) => Object.keys(job.permissions));
    const reasons = textOf(file).match(/^ {6}[a-z-]+: (read|write) # .{10,}$/gm) ?? [];
    expect(reasons).toHaveLength(granted.length);
  });
});

describe("the required check", () => {
  const file = ".github/workflows/validate.yml";
  const { on, jobs } = read(file);

  test("runs on every pull request and merge group, whatever they touch", () => {
    expect(on).toEqual({ pull_request: null, merge_group: null });
  });

  test("its gate always runs, needs every other job and has a fixed name", () => {
    const { gate, ...others } = jobs;
    expect(gate?.if).toBe("always()");
    expect(gate?.needs).toEqual(Object.keys(others));
    expect(gate?.name).toBe("validate");
    expect(gate?.permissions).toEqual({});
    expect(JSON.stringify(gate?.steps)).toContain("needs.*.result");
  });

  test.each([
    ["success", 0],
    ["success success", 0],
    ["success failure", 1],
    ["skipped", 1],
    ["cancelled", 1],
    ["", 1],
  ])("its gate, after jobs that ended '%s', exits %i", (results, status) => {
    const script = jobs["gate"]?.steps[0]?.run ?? "exit 99";
    const ended = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], { env: { RESULTS: results } });
    expect(ended.status).toBe(status);
  });

  test("the base of the pull request is there to compare with", () => {
    const [checkout] = jobs["inventory"]?.steps ?? [];
    expect(checkout?.with).toEqual({ "fetch-depth": 0, "persist-credentials": false });
  });

  test("no write is granted but that of the check run", () => {
    expect(jobs["inventory"]?.permissions).toEqual({ contents: "read", checks: "write" });
  });
});
