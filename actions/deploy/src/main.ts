/** The story of this action: inputs, secrets hidden, then one of four jobs of a run. */
import { join } from "node:path";
import type { Runner } from "../../../src/runner/ports.ts";
import { hideSecrets } from "../../../src/runner/shard-log.ts";
import { readInputs } from "./inputs.ts";
import type { Folders, Job } from "./job.ts";
import { judgeWaveOf } from "./judge-wave.ts";
import { makePlan } from "./make-plan.ts";
import { reportRun } from "./report-run.ts";
import { workOnShard } from "./work-on-shard.ts";

/** Does what the input `mode` says. `listen` gives the signal by which the runner stops a deploy. */
export async function main(runner: Runner, listen: () => AbortSignal): Promise<void> {
  const read = readInputs(runner.input);
  if (!read.ok) return runner.fail(`Nothing was deployed. ${read.mistakes.join(" ")}`);
  const { inputs } = read;
  // Before anything is printed.
  hideSecrets(runner, [inputs.sshKey, inputs.vaultPassword, inputs.token]);
  const job: Job = { runner, inputs, folders: foldersOf(runner) };
  switch (inputs.mode) {
    case "plan":
      return makePlan(job);
    case "deploy":
      return workOnShard(job, listen());
    case "judge":
      return judgeWaveOf(job);
    case "report":
      return reportRun(job);
  }
}

function foldersOf({ run: { temp } }: Runner): Folders {
  return {
    plan: join(temp, "oml-plan"),
    results: join(temp, "oml-results"),
    canaries: join(temp, "oml-canaries"),
  };
}
