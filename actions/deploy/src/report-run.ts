/** The last job: the whole run in one table and one sentence, its records closed, green or red. */
import { judgeWave, type WaveVerdict } from "../../../src/fleet/judge.ts";
import { formatRunSummary } from "../../../src/fleet/summary.ts";
import { WAVES } from "../../../src/inventory/wave.ts";
import { judgeRun, type RunVerdict } from "../../../src/fleet/verdict.ts";
import type { RunPlan } from "../../../src/fleet/run-plan.ts";
import type { TenantResult } from "../../../src/fleet/result.ts";
import { readOpened, readPlan, readResults } from "../../../src/files/run-files.ts";
import { table } from "../../../src/deploy/text.ts";
import { annotation, harmlessLine } from "../../../src/runner/log-text.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import type { Job } from "./job.ts";
import { conclude } from "./run-records.ts";

/** Tells of the run, and fails the job where the verdict is red. */
export async function reportRun({ runner, inputs, folders }: Job): Promise<void> {
  const plan = readPlan(folders.plan);
  if (plan === undefined)
    return runner.fail("This run made no plan: open its job plan above. No host was contacted.");
  const now = new Date();
  const waves = judgeWaves(plan, readResults(folders.results), now.toISOString());
  const verdict = judgeRun({ plan, waves, run: runner.run.url, now });
  await runner.summarize(formatRunSummary({ plan, waves, verdict }));
  runner.print(`${logOf(verdict).map(harmlessLine).join("\n")}\n`);
  runner.setOutput("colour", verdict.colour);
  await conclude(runner, inputs, plan, verdict, readOpened(folders.plan));
  for (const sentence of verdict.otherThanReviewed)
    runner.print(annotation("warning", "Deploy", harmlessLine(sentence)));
  tellColour(runner, verdict);
}

/** Each wave's verdict; behind one that stopped the run no wave began. */
function judgeWaves(plan: RunPlan, results: readonly TenantResult[], now: string): readonly WaveVerdict[] {
  let began = true;
  return WAVES.map((wave) => {
    const own = results.filter((result) => result.wave === wave);
    const verdict = judgeWave({ plan, wave, began, results: own, now });
    began = verdict.go;
    return verdict;
  });
}

/** Every tenant, red ones first. */
function logOf({ tenants }: RunVerdict): readonly string[] {
  const order = ["red", "warning", "green"];
  const sorted = tenants.toSorted((a, b) => order.indexOf(a.colour) - order.indexOf(b.colour));
  return table(
    sorted.map(({ result: { tenant, wave, outcome, seconds, reason } }) => [
      tenant,
      `wave ${String(wave)}`,
      outcome,
      `${seconds.toFixed(1)} s`,
      reason,
    ]),
  );
}

function tellColour(runner: Runner, { colour, sentence }: RunVerdict): void {
  if (colour === "red") return runner.fail(harmlessLine(sentence));
  if (colour === "warning") runner.print(annotation("warning", "Deploy", harmlessLine(sentence)));
  else runner.print(`${harmlessLine(sentence)}\n`);
}
