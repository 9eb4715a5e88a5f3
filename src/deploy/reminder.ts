/** What a person still has to do about files that were deployed, or edited for it, and are not committed. Pure. */
import { exitCode } from "./outcome.ts";
import type { Report } from "./report.ts";
import { sayCommit, sayDrop, type SourceResult } from "./source.ts";

/** A line each: the commit to make, or how to drop what deploy.sh edited; none where nothing is left to do. */
export function remindersOf(
  found: SourceResult,
  end: Pick<Report, "outcome" | "transaction">,
  { directory, message }: { readonly directory: string; readonly message: string },
): readonly string[] {
  const { edited } = found;
  const deployed = found.ok ? found.deployed : edited;
  const keep = (what: string, paths: readonly string[]): readonly string[] => {
    const commit = sayCommit(directory, paths, message);
    return commit === undefined ? [] : [`${what}: ${commit}`];
  };
  if (exitCode(end.outcome) === 0) return keep("what was deployed is not committed yet", deployed);
  const drop = edited.length === 0 ? [] : [`to drop it: ${sayDrop(directory, edited)}`];
  const kept = isUndone(end)
    ? keep("the edit was not deployed; to keep it", edited)
    : keep("it is not known whether what is not committed yet was deployed; to keep it", deployed);
  return [...kept, ...drop];
}

/** Whether a run that did not end well is known to leave nothing of its release on the hosts. */
function isUndone({ outcome, transaction }: Pick<Report, "outcome" | "transaction">): boolean {
  return transaction === null || ["refused", "postponed", "rolled-back"].includes(outcome);
}
