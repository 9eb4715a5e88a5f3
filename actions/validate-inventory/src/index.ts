/** Entry of the bundle: the only catch. It says that it runs, then loads the rest, which takes longer than a verdict. */
process.stdout.write(`validate-inventory, on Node ${process.versions.node}\n`);
const [{ githubRunner }, { main }] = await Promise.all([
  import("../../../src/runner/github-runner.ts"),
  import("./main.ts"),
]);
const runner = githubRunner();
try {
  await main(runner);
} catch (error) {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  runner.fail(`validate-inventory: a mistake in the action itself, nothing was judged: ${cause}`);
}
