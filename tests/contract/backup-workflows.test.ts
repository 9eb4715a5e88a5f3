/** Rules of the workflows that look after backup sets. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as backup from "../../actions/backup/src/inputs.ts";
import * as restore from "../../actions/restore/src/inputs.ts";
import { GATE } from "../../src/backup/approval.ts";
import { RESTORE_MODES } from "../../src/backup/restore-request.ts";
import { MODES } from "../../src/backup/run-plan.ts";
import { read } from "./workflow.ts";

const inputs = z.object({ inputs: z.record(z.string(), z.looseObject({ type: z.string() })) });

describe("the backup", () => {
  const file = ".github/workflows/backup.yml";
  const { on, jobs, concurrency } = read(file);

  test("the clock and a person start it; a tick cuts no running one off", () => {
    expect(Object.keys(on)).toEqual(["schedule", "workflow_dispatch"]);
    expect(on["schedule"]).toEqual([{ cron: expect.stringMatching(/^\d+ \* \* \* \*$/) as string }]);
    expect(concurrency).toEqual({
      group: "backup-${{ github.event_name == 'workflow_dispatch' && github.run_id || github.ref }}",
      "cancel-in-progress": false,
    });
  });

  test("the toolkit's own repository and forks stay quiet, and no branch but the default one is read", () => {
    expect(jobs["plan"]?.if).toContain("vars.OML_FLEET == 'true' && (");
    expect(jobs["plan"]?.if).toContain("github.ref_name == github.event.repository.default_branch");
    for (const [name, job] of Object.entries(jobs)) if (name !== "plan") expect(job.needs).toContain("plan");
  });

  test("only the jobs that reach hosts are in the environment and read secrets, and they write nothing", () => {
    for (const [name, job] of Object.entries(jobs)) {
      const isHost = name === "work";
      expect([name, JSON.stringify(job["environment"]) === '{"name":"fleet","deployment":false}']).toEqual([
        name,
        isHost,
      ]);
      expect([name, JSON.stringify(job).includes("secrets.")]).toEqual([name, isHost]);
    }
    expect(jobs["plan"]?.permissions).toEqual({ contents: "read", deployments: "read" });
    expect(jobs["work"]?.permissions).toEqual({ contents: "read" });
    expect(jobs["report"]?.permissions).toEqual({ contents: "read", deployments: "write" });
  });

  test("one tenant's failure stops no other, and each shard leaves its results whatever becomes of it", () => {
    expect(jobs["work"]).toHaveProperty("strategy.fail-fast", false);
    expect(jobs["work"]?.steps.at(-1)).toMatchObject({ if: "always()", with: { overwrite: true } });
    expect(jobs["report"]?.needs).toEqual(["plan", "work"]);
    expect(jobs["report"]?.if).toContain("always()");
  });

  test("what a person may choose is what the action takes", () => {
    const dispatch = inputs.parse(on["workflow_dispatch"]);
    expect(Object.keys(dispatch.inputs)).toEqual(["tenants", "mode"]);
    for (const [name, given] of Object.entries(dispatch.inputs))
      expect(backup.INPUTS).toHaveProperty([name, "default"], given["default"]);
    expect(dispatch.inputs["mode"]).toMatchObject({ type: "choice", options: [...MODES] });
  });
});

describe("the restore", () => {
  const { on, jobs, concurrency } = read(".github/workflows/restore.yml");
  const inputsOf = (name: string) => jobs[name]?.steps.find(({ uses }) => uses === "./actions/restore")?.with;

  test("a person alone starts it, on the default branch of a fleet", () => {
    expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
    expect(jobs["check"]?.if).toBe(
      "vars.OML_FLEET == 'true' && github.ref_name == github.event.repository.default_branch",
    );
    expect(jobs["gate"]?.needs).toEqual(["check"]);
    expect(jobs["restore"]?.needs).toEqual(["check", "gate"]);
    for (const name of ["gate", "restore"]) expect(jobs[name]?.if).toBeUndefined();
  });

  test("the gate stands in the environment whose rules are read, and holds no secret and no right", () => {
    expect(jobs["gate"]?.environment).toBe(GATE);
    expect(jobs["gate"]?.permissions).toEqual({});
    for (const name of ["check", "gate"]) expect(JSON.stringify(jobs[name])).not.toContain("secrets.");
    expect(jobs["gate"]?.["outputs"]).toEqual({ passed: "${{ steps.pass.outputs.passed }}" });
    expect(inputsOf("restore")?.["passed"]).toBe("${{ needs.gate.outputs.passed }}");
  });

  test("a tenant is restored one run at a time, and no run that waits for a reviewer holds another up", () => {
    expect(concurrency).toBeUndefined();
    const own = { group: "restore-${{ inputs.tenant }}", "cancel-in-progress": false };
    expect(jobs["restore"]?.["concurrency"]).toEqual(own);
    expect(jobs["restore"]?.environment).toEqual({ name: "fleet", deployment: false });
    const rights = { contents: "read", actions: "read", deployments: "write" };
    expect(jobs["restore"]?.permissions).toEqual(rights);
    expect(jobs["check"]?.permissions).toEqual({ contents: "read", actions: "read" });
  });

  test("what a person types reaches both jobs, and is what the action takes", () => {
    const { inputs: given } = inputs.parse(on["workflow_dispatch"]);
    expect(Object.keys(given)).toEqual(["tenant", "confirm", "mode", "set", "now", "code"]);
    for (const [name, { default: value = "" }] of Object.entries(given)) {
      expect(restore.INPUTS).toHaveProperty([name, "default"], String(value));
      for (const job of ["check", "restore"]) expect(inputsOf(job)?.[name]).toBe(`\${{ inputs.${name} }}`);
    }
    expect(given["mode"]).toMatchObject({ type: "choice", options: [...RESTORE_MODES] });
  });
});

describe("the look from outside", () => {
  const { on, jobs, concurrency } = read(".github/workflows/freshness.yml");

  test("the clock and a person start it, and one runs at a time: two would open two issues", () => {
    expect(Object.keys(on)).toEqual(["schedule", "workflow_dispatch"]);
    expect(concurrency).toEqual({ group: "freshness", "cancel-in-progress": false });
  });

  test("it reads the branch and the records, writes issues alone, and holds no secret", () => {
    const [job, ...others] = Object.values(jobs);
    expect(others).toEqual([]);
    expect(job?.permissions).toEqual({ contents: "read", deployments: "read", issues: "write" });
    expect(job?.environment).toBeUndefined();
    expect(JSON.stringify(job)).not.toContain("secrets.");
    expect(job?.if).toContain("vars.OML_FLEET == 'true' && (");
  });

  test("it does not run where the sets are taken: that runner may be dead", () => {
    expect(jobs["freshness"]?.["runs-on"]).toBe("ubuntu-24.04");
  });
});
