/** How a run about a restore tells its end: the summary, the outputs, green or red. */
import { isDone } from "../../../src/backup/outcome.ts";
import type { RestoreReport } from "../../../src/backup/restore.ts";
import { colourOfRestore, formatRestoreSummary } from "../../../src/backup/restore-summary.ts";
import { harmlessLine } from "../../../src/runner/log-text.ts";
import type { Job } from "./job.ts";

/** Tells it. `why`: who let it begin; empty: nobody. */
export async function tellEnd({ runner }: Job, report: RestoreReport, why: string): Promise<void> {
  const { tenant, outcome, reason } = report;
  await runner.summarize(formatRestoreSummary(report, why));
  runner.setOutput("outcome", outcome);
  runner.setOutput("code", "");
  runner.setOutput("colour", colourOfRestore(report));
  const text = harmlessLine(`${tenant}: ${outcome}. ${reason}`);
  if (isDone(outcome)) runner.print(`${text}\n`);
  else runner.fail(text);
}
