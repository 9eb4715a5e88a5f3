/** The story of this action: inputs, files, verdict, and where each problem is shown. */
import { readChangedFiles, type ChangedFiles } from "../../../src/cli/changed-files.ts";
import { WrongCall } from "../../../src/cli/wrong-call.ts";
import { judge } from "../../../src/files/judge.ts";
import { tenantsFolder } from "../../../src/files/tenants-folder.ts";
import { checkRequests } from "../../../src/github/check-run.ts";
import { openGitHub } from "../../../src/github/client.ts";
import { baseOf, headOf } from "../../../src/github/event.ts";
import { sendCheckRun, type SendResult } from "../../../src/github/send-check-run.ts";
import { LARGEST_SUMMARY } from "../../../src/report/bounded-lines.ts";
import { countsOf, type Counts, type Findings } from "../../../src/report/findings.ts";
import { ANNOTATIONS_PER_TYPE, formatGithub } from "../../../src/report/github.ts";
import { formatSummary } from "../../../src/report/summary.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import { readInputs, type Inputs, type OUTPUTS } from "./inputs.ts";
import { resultOf, WRONG_CALL, type Result } from "./result.ts";

/** What the check run is called on the pull request. */
const CHECK = "Inventory problems";

/** Judges the fleet and tells the runner everything. */
export async function main(runner: Runner): Promise<void> {
  const read = readInputs(runner.input);
  if (!read.ok) return refuse(runner, read.mistakes.join(" "));
  const { inputs } = read;
  if (inputs.token !== "") runner.hide(inputs.token);
  const place = tenantsFolder(runner.run.workspace, inputs.instances);
  if (!place.ok) return refuse(runner, place.sentence);
  const { directory, prefix } = place;
  const changes = changesOf(runner, inputs, directory);
  const { findings } = await judge({
    directory,
    prefix,
    now: new Date(),
    ...(changes === undefined ? {} : { changes }),
  });
  await tell(runner, inputs, severestFirst(findings), directory);
}

/** Every place has room for some problems only: errors before warnings, those of changed files first among each. */
function severestFirst({ tenants, problems }: Findings): Findings {
  const { error = [], warning = [] } = Object.groupBy(problems, ({ severity }) => severity);
  return { tenants, problems: [...error, ...warning] };
}

/** What the event changes. Only the order of problems hangs on it, so where git cannot say the run goes on without. */
function changesOf(
  { run, print }: Runner,
  { changedSince }: Inputs,
  directory: string,
): ChangedFiles | undefined {
  const base = changedSince ?? baseOf(run.payload);
  if (base === undefined) return undefined;
  try {
    return readChangedFiles(directory, base);
  } catch (error) {
    if (!(error instanceof WrongCall)) throw error;
    print(`git cannot say what changed since ${quoted(base)}, so files are in their own order: ${REMEDY}.\n`);
    return undefined;
  }
}

const REMEDY = "give actions/checkout fetch-depth: 0";

/** Text of an event or an input, on one line and without a command for the runner. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("##[", "## [");
}

async function tell(runner: Runner, inputs: Inputs, findings: Findings, directory: string): Promise<void> {
  const { lang: language } = inputs;
  const counts = countsOf(findings.problems);
  const failed = counts.errors > 0 || (inputs.strict && counts.warnings > 0);
  runner.print(formatGithub(findings, language));
  const summary = { language, base: runner.run.actionFiles, limit: LARGEST_SUMMARY };
  const text = formatSummary(findings, summary);
  await runner.summarize(text);
  setOutputs(runner, resultOf(findings, language));
  if (inputs.checkRun && overflows(counts)) await annotateAll(runner, inputs, findings, failed);
  if (inputs.plan && PLANNED.has(runner.run.event)) {
    const { showPlan } = await import("./plan.ts");
    await showPlan(runner, inputs, directory, roomBeside(text));
  }
  if (failed) runner.fail();
}

/** A push to another branch changes no host; one to the default branch is deployed, which plans for itself. */
const PLANNED = new Set(["pull_request", "merge_group"]);

/** Characters that fit into the summary behind a text; a plan's take 1.1 bytes at the most. */
function roomBeside(text: string): number {
  return Math.max(2_000, Math.floor((LARGEST_SUMMARY - Buffer.byteLength(text)) / 1.1));
}

function overflows({ errors, warnings }: Counts): boolean {
  return Math.max(errors, warnings) > ANNOTATIONS_PER_TYPE;
}

/** The verdict stands already: whatever becomes of the check run is said, and no more. */
async function annotateAll(
  runner: Runner,
  inputs: Inputs,
  findings: Findings,
  failed: boolean,
): Promise<void> {
  const { payload, sha, apiUrl, repository } = runner.run;
  const { token, lang: language } = inputs;
  const requests = checkRequests(findings, { name: CHECK, sha: headOf(payload, sha), failed, language });
  const result = await sendCheckRun(requests, openGitHub({ apiUrl, repository, token }));
  runner.print(`${sentenceFor(result)}\n`);
}

function sentenceFor(result: SendResult): string {
  switch (result.kind) {
    case "sent":
      return `Every annotation, beyond GitHub's limit for a step too: ${result.url}`;
    case "not-allowed":
      return "No check run: the token may not write one (a fork's never may). The job's summary has every problem.";
    case "failed":
      return `The check run is incomplete: ${result.message}. The job's summary has every problem.`;
  }
}

function setOutputs(runner: Runner, result: Result): void {
  const { outcome, errors, warnings } = result;
  const outputs = { outcome, errors, warnings, result: JSON.stringify(result) } satisfies Record<
    Exclude<keyof typeof OUTPUTS, "releases">,
    unknown
  >;
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, String(value));
}

/** Nothing was judged. */
function refuse(runner: Runner, sentence: string): void {
  setOutputs(runner, WRONG_CALL);
  runner.fail(`validate-inventory judged nothing. ${sentence}`);
}
