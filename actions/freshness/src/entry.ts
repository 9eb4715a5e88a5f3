/** Where the bundle begins: the only catch. */
import { githubRunner } from "../../../src/runner/github-runner.ts";
import { main } from "./main.ts";

/** The step. */
export async function runMain(): Promise<void> {
  const runner = githubRunner();
  try {
    await main(runner);
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    runner.fail(`freshness: a mistake in the action itself: ${trace}`);
  }
}
