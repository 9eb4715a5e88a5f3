/** A run that may: kept first, so that a code in it is used up; then the tenant is worked on, and how it ended is told and kept. */
import type { Approval } from "../../../src/backup/approval.ts";
import { restoreUnbegun, type RestoreReport } from "../../../src/backup/restore.ts";
import { writeBegun, writeEnded } from "../../../src/github/restore-records.ts";
import { annotation, harmlessLine } from "../../../src/runner/log-text.ts";
import type { RestoreCase } from "./job.ts";
import { tellEnd } from "./tell.ts";
import { workApart } from "./work-apart.ts";

/** Restores, undoes or accepts. */
export async function restoreOne(
  found: RestoreCase,
  { set, why, code = "" }: Extract<Approval, { kind: "restore" }>,
  stop: AbortSignal,
): Promise<void> {
  const { job, question, github, at } = found;
  const { tenant, mode, now } = question.typed;
  const given = { code: code === "" ? null : code, why, by: question.people.logins };
  const begun = await writeBegun(github, { kind: "begun", tenant, mode, set, now, ...given }, at);
  if (!begun.ok) {
    const reason = `Nothing was done: that it begins cannot be kept (${begun.message}). Run it again.`;
    return tellEnd(job, restoreUnbegun(tenant, set, "refused", reason), why);
  }
  job.runner.print(`${harmlessLine(`${tenant}: ${mode}, for ${why}.`)}\n`);
  const done = await workApart<RestoreReport>(job, "work", set, stop);
  const report = done.ok ? done.value : done.report;
  // Told first: of a run that is cancelled little time is left.
  await tellEnd(job, report, why);
  await keepEnd(found, begun.value, report);
}

/** Keeps how it ended; where that fails, it is said: what became of the tenant is not changed by it. */
async function keepEnd({ job, question, github, at }: RestoreCase, begun: number, report: RestoreReport) {
  const { tenant, outcome, set, safety, downSeconds, seconds, reason } = report;
  const { mode } = question.typed;
  const end = { tenant, mode, outcome, set, safety, downSeconds, seconds, reason };
  const finished = new Date().toISOString();
  const kept = await writeEnded(github, begun, { kind: "ended", ...end, finished }, at);
  if (kept.ok) return;
  const text = harmlessLine(`How it ended cannot be kept: ${kept.message}.`);
  job.runner.print(annotation("warning", "Restore records", text));
}
