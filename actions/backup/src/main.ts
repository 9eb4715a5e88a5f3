/** The story of this action: inputs, secrets hidden, then one of three jobs of a run. */
import { join } from "node:path";
import type { Runner } from "../../../src/runner/ports.ts";
import { hideSecrets } from "../../../src/runner/shard-log.ts";
import { readInputs } from "./inputs.ts";
import type { Job } from "./job.ts";
import { makePlan } from "./make-plan.ts";
import { reportRun } from "./report-run.ts";
import { workOnShard } from "./work-on-shard.ts";

/** Does what the input `job` says. `listen` gives the signal by which the runner stops it. */
export async function main(runner: Runner, listen: () => AbortSignal): Promise<void> {
  const read = readInputs(runner.input);
  if (!read.ok) return runner.fail(`Nothing was done. ${read.mistakes.join(" ")}`);
  const { inputs } = read;
  // Before anything is printed.
  hideSecrets(runner, [inputs.sshKey, inputs.vaultPassword, inputs.token]);
  const { temp } = runner.run;
  const job: Job = {
    runner,
    inputs,
    folders: { plan: join(temp, "oml-plan"), results: join(temp, "oml-results") },
  };
  switch (inputs.job) {
    case "plan":
      return makePlan(job);
    case "work":
      return workOnShard(job, listen());
    case "report":
      return reportRun(job);
  }
}
