/** From what hosts said of a set's steps to one outcome and one sentence. Pure. */
import { troubleOf } from "../deploy/collect.ts";
import type { PlayEnd } from "../deploy/edges.ts";
import { sentence } from "../deploy/sentences.ts";
import type { BackupOutcome } from "./outcome.ts";
import { BackupResult } from "./result.ts";

/** A step's result and the host it is of. */
export interface Told {
  readonly host: string;
  readonly result: BackupResult;
}

/** An outcome with its reason. */
export type BackupEnd = readonly [BackupOutcome, string];

/** The results a run of a playbook told, in the order they came. */
export function resultsIn({ results }: Pick<PlayEnd, "results">): readonly Told[] {
  return results.flatMap(({ host, result }) => {
    const parsed = BackupResult.safeParse(result);
    return parsed.success ? [{ host, result: parsed.data }] : [];
  });
}

/**
 * How a run ended whose last step is `last`: well only where that step says so. `isStopped`: a person or the runner
 * asked this program to stop.
 */
export function judgeBackup(
  end: PlayEnd,
  last: BackupResult["backup"],
  done: BackupEnd,
  isStopped: boolean,
): BackupEnd {
  const told = resultsIn(end);
  const bad = told.find(({ result }) => !result.ok);
  if (bad) return endOf(bad);
  const final = told.findLast(({ result }) => result.backup === last);
  if (final) return done;
  if (isStopped) return ["interrupted", sayInterrupted(told)];
  return lost(end, told);
}

function endOf({ host, result }: Told): BackupEnd {
  const { status, overtaken, message } = result;
  if (status === "refused") return [overtaken ? "postponed" : "refused", `${host}: ${message}`];
  return ["failed", `${host}: ${sentence(message)} ${sayLeft(result)}`];
}

/** What a step that failed leaves behind. */
function sayLeft({ backup, set }: BackupResult): string {
  if (backup === "begin") return "No set was begun; what runs was not touched.";
  if (backup === "drill") return "What runs was not touched.";
  if (backup === "remove") return "Run it again: it goes on where it ended.";
  if (backup === "list") return "Nothing was changed.";
  if (backup === "verify") return "What runs was not touched. Take another: oml backup.";
  return `The set ${set} does not exist: it has no manifest. What runs was not touched.`;
}

function sayInterrupted(told: readonly Told[]): string {
  const set = told.at(-1)?.result.set;
  const which = set === undefined ? "" : ` with the set ${set}`;
  return `Stopped. What began on the hosts ends there; the next oml backup goes on${which}.`;
}

/** A host did not answer, or Ansible ended before the last step. */
function lost(end: PlayEnd, told: readonly Told[]): BackupEnd {
  const away = end.results.find(({ unreachable }) => unreachable);
  const isAway = away !== undefined;
  const where = isAway ? `${away.host} cannot be reached` : "The run ended early";
  const reason = sentence(`${where}: ${troubleOf(end.results, end)}`);
  const begun =
    told.length === 0 ? "No set was begun." : "The set is not complete; the next oml backup goes on with it.";
  return [isAway ? "unreachable" : "failed", `${reason} ${begun}`];
}
