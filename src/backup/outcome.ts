/** How a run of a backup, or of what is asked about sets, ended: the closed list. */

/** The outcomes; the first two are good ones. */
export const BACKUP_OUTCOMES = [
  "backed-up",
  "verified",
  "postponed",
  "refused",
  "interrupted",
  "unreachable",
  "failed",
] as const;
export type BackupOutcome = (typeof BACKUP_OUTCOMES)[number];

/** Whether what was asked for is there and proved. */
export function isDone(outcome: BackupOutcome): boolean {
  return outcome === "backed-up" || outcome === "verified";
}
