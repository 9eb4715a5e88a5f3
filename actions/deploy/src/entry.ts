/** Where the bundle begins: the only catches. */
import { deployOne } from "./deploy-one.ts";
import { main } from "./main.ts";
import { cleanUp } from "../../../src/runner/clean-up.ts";
import { githubRunner, listenForStop } from "../../../src/runner/github-runner.ts";

const MISTAKE = "deploy: a mistake in the action itself";

/** The step: plans, deploys, judges or reports. */
export async function runMain(): Promise<void> {
  const runner = githubRunner();
  try {
    await main(runner, listenForStop);
  } catch (error) {
    runner.fail(
      `${MISTAKE}: ${traceOf(error)} Nobody knows what was done: look at the hosts with oml status.`,
    );
  }
  // Nothing that is still under way may keep a step alive that has said its last word.
  process.exit();
}

/** The end of the job: removes what the step left if it was killed. */
export function runPost(): void {
  cleanUp(githubRunner());
}

/** One tenant: reads what to do on stdin, says what it does on stderr, prints its report on stdout. */
export async function runTenant(): Promise<void> {
  try {
    await deployOne();
  } catch (error) {
    process.stderr.write(`${MISTAKE}: ${traceOf(error)}\n`);
    process.exitCode = 1;
  }
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
