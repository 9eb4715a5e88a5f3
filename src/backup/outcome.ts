/** How a run of a backup, or of what is asked about sets, ended: the closed list. */

/** The good outcomes, each of a command of its own. */
const DONE = ["backed-up", "verified", "drilled", "retained", "restored", "undone", "accepted"] as const;

/** Every outcome. */
export const BACKUP_OUTCOMES = [
  ...DONE,
  "postponed",
  "refused",
  "interrupted",
  "unreachable",
  "failed",
] as const;
export type BackupOutcome = (typeof BACKUP_OUTCOMES)[number];

/** Whether what was asked for is there and proved. */
export function isDone(outcome: BackupOutcome): boolean {
  return DONE.some((done) => done === outcome);
}
