/** The job between two waves: what was planned against what was reported, and whether the next may begin. */
import { judgeWave } from "../../../src/fleet/judge.ts";
import { readPlan, readResults } from "../../../src/files/run-files.ts";
import { harmlessLine } from "../../../src/runner/log-text.ts";
import type { Job } from "./job.ts";

/** Judges the wave that the input names; red where no later wave may begin. */
export async function judgeWaveOf({ runner, inputs: { wave }, folders }: Job): Promise<void> {
  const plan = readPlan(folders.plan);
  if (plan === undefined)
    return runner.fail("The plan of this run is missing, so no later wave begins. Run again.");
  const results = readResults(folders.results);
  const verdict = judgeWave({ plan, wave, began: true, results, now: new Date().toISOString() });
  for (const { tenant, outcome, reason } of verdict.results)
    runner.print(`${harmlessLine(`${tenant}: ${outcome}. ${reason}`)}\n`);
  runner.setOutput("go", String(verdict.go));
  if (verdict.go) runner.print(`${harmlessLine(verdict.message)}\n`);
  else runner.fail(harmlessLine(verdict.message));
}
