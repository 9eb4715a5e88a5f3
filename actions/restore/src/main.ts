/** The story of this action: inputs, secrets hidden, then one of two jobs of a run. */
import type { Runner } from "../../../src/runner/ports.ts";
import { hideSecrets } from "../../../src/runner/shard-log.ts";
import { checkRequest } from "./check-request.ts";
import { readInputs } from "./inputs.ts";
import type { Job } from "./job.ts";
import { decideAndRestore } from "./decide-and-restore.ts";

/** Does what the input `job` says. `listen` gives the signal by which the runner stops it. */
export async function main(runner: Runner, listen: () => AbortSignal): Promise<void> {
  const read = readInputs(runner.input);
  if (!read.ok) return runner.fail(`Nothing was done. ${read.mistakes.join(" ")}`);
  const { inputs } = read;
  // Before anything is printed.
  hideSecrets(runner, [inputs.sshKey, inputs.vaultPassword, inputs.token]);
  const job: Job = { runner, inputs };
  switch (inputs.job) {
    case "check":
      return checkRequest(job);
    case "restore":
      return decideAndRestore(job, listen());
  }
}
