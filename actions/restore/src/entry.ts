/** Where the bundle begins: the only catches. */
import { cleanUp } from "../../../src/runner/clean-up.ts";
import { githubRunner, listenForStop } from "../../../src/runner/github-runner.ts";
import { main } from "./main.ts";
import { workOnOne } from "./work-on-one.ts";

const MISTAKE = "restore: a mistake in the action itself";

/** The step: checks what was typed, or restores. */
export async function runMain(): Promise<void> {
  const runner = githubRunner();
  try {
    await main(runner, listenForStop);
  } catch (error) {
    runner.fail(
      `${MISTAKE}: ${traceOf(error)} Nobody knows what was done: look with oml status and oml backups.`,
    );
  }
  // Nothing that is still under way may keep a step alive that has said its last word.
  process.exit();
}

/** The end of the job: removes what the step left if it was killed. */
export function runPost(): void {
  cleanUp(githubRunner());
}

/** The tenant: reads what to do on stdin, says what it does on stderr, prints its report on stdout. */
export async function runTenant(): Promise<void> {
  try {
    await workOnOne();
  } catch (error) {
    process.stderr.write(`${MISTAKE}: ${traceOf(error)}\n`);
    process.exitCode = 1;
  }
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
