/** Shows what merging a pull request would do to hosts: in the job's summary, and in one comment. */
import { planFleet, type PlanCase } from "../../../src/files/plan-fleet.ts";
import { mergedBase } from "../../../src/files/base-commit.ts";
import { tenantNames } from "../../../src/files/tenant-folder.ts";
import type { TenantRecord } from "../../../src/fleet/record.ts";
import { openGitHub } from "../../../src/github/client.ts";
import { baseOf, headOf, pullRequestOf } from "../../../src/github/event.ts";
import type { GitHub } from "../../../src/github/ports.ts";
import { readRecords } from "../../../src/github/read-records.ts";
import { countText, fingerprintsOf, type FleetPlan } from "../../../src/plan/fleet-plan.ts";
import { formatPlanMarkdown } from "../../../src/plan/plan-markdown.ts";
import { stickComment, type StickResult } from "../../../src/plan/stick.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import type { Inputs } from "./inputs.ts";

/** Plans, and tells the summary and the pull request; `room` is what the summary can still hold, in characters. Never fails the step. */
export async function showPlan(
  runner: Runner,
  { comment, token }: Pick<Inputs, "comment" | "token">,
  directory: string,
  room: number,
): Promise<void> {
  const { apiUrl, repository } = runner.run;
  const github = openGitHub({ apiUrl, repository, token });
  const records = token === "" ? [] : await recordsOf(runner, github, directory);
  const result = planFleet({ ...caseOf(runner, directory), records });
  if (!result.ok) return runner.print(`No plan: ${onOneLine(result.message)}\n`);
  const { plan } = result;
  await runner.summarize(formatPlanMarkdown(plan, room));
  runner.setOutput("releases", JSON.stringify(fingerprintsOf(plan)));
  const told = comment ? await tellPullRequest(runner, plan, github) : "";
  runner.print(
    `The plan is in the job's summary: ${countText(plan.tenants) || "no tenant changes"}.${told}\n`,
  );
}

/** The tip that a pull request is merged into is what counts, not the one its event saw. */
function caseOf({ run }: Runner, directory: string): PlanCase {
  const now = new Date();
  const pull = pullRequestOf(run.payload);
  const tip = pull && mergedBase(directory, headOf(run.payload, run.sha));
  if (tip !== undefined) return { directory, now, base: tip, why: `the tip of ${pull?.base ?? "its base"}` };
  const base = baseOf(run.payload);
  return base === undefined ? { directory, now } : { directory, now, base, why: "where this change began" };
}

/** What deploys left on record; without it the plan shows this change alone. */
async function recordsOf(
  { print }: Runner,
  github: GitHub,
  directory: string,
): Promise<readonly TenantRecord[]> {
  const read = await readRecords(github, { tenants: tenantNames(directory) });
  if (read.ok) return read.value.records;
  print(`Changes from before are not shown: ${onOneLine(read.message)}\n`);
  return [];
}

async function tellPullRequest({ run }: Runner, plan: FleetPlan, github: GitHub): Promise<string> {
  const pull = pullRequestOf(run.payload);
  if (pull === undefined) return "";
  if (pull.isFork) return " No comment: a fork's token may not write one.";
  return sentenceOf(await stickComment(plan, pull.number, github));
}

function sentenceOf(result: StickResult): string {
  switch (result.kind) {
    case "created":
      return " The pull request has it as a comment.";
    case "updated":
    case "left":
      return "";
    case "not-allowed":
      return " No comment: the token may not write one (pull-requests: write).";
    case "failed":
      return ` No comment: ${onOneLine(result.message)}.`;
  }
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("##[", "## [").replaceAll("::", ": :");
}
