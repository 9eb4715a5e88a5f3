/** Whether another run is at work on a tenant's hosts. Pure. */
import type { HostName } from "../release/desired.ts";
import type { Answer } from "./answer.ts";

/** What another run does, on which host, and since when (seconds since the epoch). */
export interface OtherRun {
  readonly host: HostName;
  readonly step: string;
  readonly transaction: number;
  readonly by: string;
  readonly since: number;
}

/** Seconds after which no next step is on its way any more: a run takes one or two from one to the next. */
const RESTED = 15;

/** The other run that holds a host's lock, or that is between two steps of its open transaction, where it holds none. */
export function findOtherRun(answers: readonly Answer[]): OtherRun | undefined {
  for (const { host, lock } of answers) {
    if (lock) return { host, ...lock };
  }
  if (answers.every(({ rested }) => rested === null || rested >= RESTED)) return undefined;
  const open = answers.find(({ journal }) => journal !== null);
  if (!open?.journal) return undefined;
  const { state: step, transaction, by, since } = open.journal;
  return { host: open.host, step, transaction, by, since };
}
