/** A run that a second person has to follow: the plan is made, kept and shown, with its code; nothing is changed. */
import { sayInputs } from "../../../src/backup/approval.ts";
import { planFacts, sayCode, type RestorePlan } from "../../../src/backup/restore-plan.ts";
import { codeOf } from "../../../src/backup/restore-request.ts";
import { formatPlanSummary } from "../../../src/backup/restore-summary.ts";
import type { FoundSet } from "../../../src/cli/restore-command.ts";
import { restoreUnbegun } from "../../../src/backup/restore.ts";
import { writeAsked } from "../../../src/github/restore-records.ts";
import { annotation, harmlessLine } from "../../../src/runner/log-text.ts";
import type { RestoreCase } from "./job.ts";
import { tellEnd } from "./tell.ts";
import { workApart } from "./work-apart.ts";

/** Shows the plan. `why`: what lacks for doing it at once. */
export async function askAnother(found: RestoreCase, why: string, stop: AbortSignal): Promise<void> {
  const { job, github, at } = found;
  const { tenant, mode, set } = found.question.typed;
  const listed = mode === "restore" ? await findSet(found, stop) : undefined;
  if (listed?.ok === false) return tellEnd(job, listed.report, "");
  const plan = planOf(found, listed);
  const kept = await writeAsked(github, { kind: "asked", request: plan.request }, at);
  if (kept.ok) return show(found, plan, why);
  const reason = `Nothing was changed, and no code was given: that it was asked for cannot be kept (${kept.message}). Run it again.`;
  return tellEnd(job, restoreUnbegun(tenant, set, "refused", reason), "");
}

/** The plan: with the very set that was found, whatever word stood for it. */
function planOf(
  { question, ended }: RestoreCase,
  listed: Extract<FoundSet, { ok: true }> | undefined,
): RestorePlan {
  const { key, people } = question;
  const { tenant, mode, now } = question.typed;
  const set = listed?.set ?? null;
  const asked = new Date().toISOString();
  const request = { tenant, mode, set: set?.id ?? null, now, people, asked };
  return { request, code: codeOf(request, key), set, now: listed?.now ?? question.now, ended };
}

async function findSet({ job }: RestoreCase, stop: AbortSignal): Promise<FoundSet> {
  const done = await workApart<FoundSet>(job, "find", job.inputs.typed.set, stop);
  if (done.ok) return done.value;
  return { ok: false, report: done.report };
}

async function show({ job: { runner } }: RestoreCase, plan: RestorePlan, why: string): Promise<void> {
  const lines = planFacts(plan).map(([label, text]) => `  ${label}: ${text}`);
  const head = `Plan: ${sayInputs(plan.request)}`;
  runner.print(`${[head, ...lines].map(harmlessLine).join("\n")}\n`);
  runner.print(
    annotation("warning", `${plan.request.tenant}: waits for a second person`, harmlessLine(sayCode(plan))),
  );
  await runner.summarize(formatPlanSummary(plan, why));
  runner.setOutput("outcome", "");
  runner.setOutput("code", plan.code);
  runner.setOutput("colour", "warning");
}
