/** The set a deploy takes before it touches data: taken and read back, or the deploy ends. */
import type { Edges } from "../deploy/edges.ts";
import type { Outcome } from "../deploy/outcome.ts";
import { OTHERWISE, type Taken } from "../deploy/safety.ts";
import type { BackupOutcome } from "./outcome.ts";
import type { BackupTask } from "./play.ts";
import { takeBackup } from "./take.ts";

/** Takes a set and reads it back. Never throws for what hosts do. */
export async function takeSafetySet(task: BackupTask, edges: Edges): Promise<Taken> {
  const { outcome, reason, set } = await takeBackup(task, edges, "deploy");
  if (outcome === "backed-up" && set !== null) return { ok: true, set };
  const end = endOf(outcome);
  const remedy = end === "refused" ? `Mend that and run again. ${OTHERWISE}` : "Run again.";
  const sentence = `No backup set could be taken before data are touched, so no component was. ${reason} ${remedy}`;
  return { ok: false, end: [end, sentence] };
}

/** What passes by itself is no refusal. */
function endOf(outcome: BackupOutcome): Outcome {
  return outcome === "postponed" || outcome === "unreachable" || outcome === "interrupted"
    ? outcome
    : "refused";
}
