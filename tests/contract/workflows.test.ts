/** Rules every workflow of this repository keeps, and those of the required check. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { INPUTS } from "../../actions/deploy/src/inputs.ts";
import { workflowMistakes } from "./github-parser.ts";
import { files, read, textOf } from "./workflow.ts";

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

  test("no write is granted but those of the check run and the comment", () => {
    expect(jobs["inventory"]?.permissions).toEqual({
      contents: "read",
      "pull-requests": "write",
      deployments: "read",
      checks: "write",
    });
  });
});

describe("the deploy", () => {
  const file = ".github/workflows/deploy.yml";
  const { on, jobs, concurrency } = read(file);
  const inputs = z.object({ inputs: z.record(z.string(), z.looseObject({ type: z.string() })) });
  const dispatch = inputs.parse(on["workflow_dispatch"]);
  const waves = [1, 2, 3, 4];
  const isHost = (name: string) => name.startsWith("wave-");

  test("a push, the clock and a person start it; a dispatch has a group of its own", () => {
    expect(Object.keys(on)).toEqual(["push", "schedule", "workflow_dispatch"]);
    expect(on["schedule"]).toEqual([{ cron: expect.stringMatching(/^\d+,\d+ \* \* \* \*$/) as string }]);
    expect(concurrency).toEqual({
      group: "deploy-${{ github.event_name == 'workflow_dispatch' && github.run_id || github.ref }}",
      "cancel-in-progress": false,
    });
  });

  test("the toolkit's own repository and forks stay quiet, and other branches deploy nothing", () => {
    expect(jobs["plan"]?.if).toContain("vars.OML_FLEET == 'true' && (");
    expect(jobs["plan"]?.if).toContain("github.ref_name == github.event.repository.default_branch");
    // Every other job comes to nothing where that one is skipped.
    for (const [name, job] of Object.entries(jobs)) if (name !== "plan") expect(job.needs).toContain("plan");
    expect(jobs["report"]?.if).toBe("always() && needs.plan.result != 'skipped'");
  });

  test("only jobs that reach hosts are in the environment, and only they read secrets", () => {
    for (const [name, job] of Object.entries(jobs)) {
      const isInFleet = JSON.stringify(job["environment"]) === '{"name":"fleet","deployment":false}';
      expect([name, isInFleet]).toEqual([name, isHost(name)]);
      expect([name, JSON.stringify(job).includes("secrets.")]).toEqual([name, isHost(name)]);
    }
  });

  test("the plan takes the branch's tip with its history, everyone after it that very commit", () => {
    for (const [name, job] of Object.entries(jobs)) {
      const checkout = job.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"))?.with;
      if (name === "plan") expect(checkout?.["ref"]).toContain("github.event.repository.default_branch");
      else expect(checkout?.["ref"]).toContain("needs.plan.outputs.commit");
      if (name === "plan" || isHost(name)) expect(checkout?.["fetch-depth"]).toBe(0);
    }
  });

  test.each(waves)("wave %i begins when nobody cancelled and no judge before it stopped the run", (wave) => {
    const { needs, if: condition = "", ...job } = jobs[`wave-${wave}`] ?? {};
    const judges = waves.filter((number) => number < wave).map((number) => `judge-${number}`);
    expect(needs).toEqual(["plan", ...judges]);
    expect(condition).toContain("!cancelled()");
    expect(condition).toContain(`needs.plan.outputs.wave-${wave} != ''`);
    for (const judge of judges)
      expect(condition).toContain(`contains(fromJSON('["success", "skipped"]'), needs.${judge}.result)`);
    expect(job).toHaveProperty("strategy", {
      "fail-fast": false,
      matrix: `\${{ fromJSON(needs.plan.outputs.wave-${wave}) }}`,
    });
    expect(jobs[`judge-${wave}`]?.if).toBe(`always() && needs.wave-${wave}.result != 'skipped'`);
  });

  test.each([3, 4])(
    "wave %i and its judge are those of wave 2 but for the number and who is waited for",
    (wave) => {
      const like = (name: string, number: number) => {
        const job = { ...jobs[`${name}-${number}`], needs: [], if: "" };
        const text = JSON.stringify(job).replaceAll(`ave-${number}`, "ave-N");
        return text
          .replaceAll(`ave ${number}`, "ave N")
          .replaceAll(`results-${number}-`, "results-N-")
          .replace(`"wave":${number}`, '"wave":N');
      };
      for (const name of ["wave", "judge"]) {
        expect(like(name, 2)).toContain("N");
        expect(like(name, wave)).toBe(like(name, 2));
      }
    },
  );

  test("each shard leaves its results whatever becomes of it", () => {
    for (const wave of waves) {
      const last = jobs[`wave-${wave}`]?.steps.at(-1);
      expect(last).toMatchObject({ if: "always()", with: { overwrite: true } });
    }
  });

  test("the last job has a fixed name and waits for all others", () => {
    const { report, ...others } = jobs;
    expect(report?.name).toBe("deploy");
    expect(report?.needs?.toSorted()).toEqual(Object.keys(others).sort());
  });

  test("what a person may choose is what the action takes", () => {
    const { tenants, component, action, check, now, retry, ...rest } = dispatch.inputs;
    expect(Object.keys(rest)).toEqual(["allow-older"]);
    for (const name of Object.keys(dispatch.inputs)) expect(INPUTS).toHaveProperty([name]);
    expect(action).toMatchObject({ options: ["deploy", "check", "install", "upgrade"], default: "deploy" });
    for (const given of [check, now, retry]) expect(given).toMatchObject({ type: "boolean", default: false });
    expect([tenants, component].map((given) => given?.type)).toEqual(["string", "string"]);
  });
});
