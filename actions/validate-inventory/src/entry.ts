/** Where the bundle begins: the only catch. */
import { githubRunner } from "../../../src/runner/github-runner.ts";
import { main } from "./main.ts";

const runner = githubRunner();
try {
  await main(runner);
} catch (error) {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  runner.fail(`validate-inventory: a mistake in the action itself, nothing was judged: ${cause}`);
}
