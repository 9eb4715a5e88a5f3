/** How a run ended: the closed list, and what each means to a caller. */

/** The outcomes of a deploy. */
export const OUTCOMES = [
  "unchanged",
  "deployed",
  "superseded",
  "postponed",
  "rolled-back",
  "rollback-failed",
  "refused",
  "interrupted",
  "unreachable",
  "failed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Whether the tenant runs its release: nothing is left to do. */
export function isSettled(outcome: Outcome): boolean {
  return outcome === "unchanged" || outcome === "deployed";
}

/** `3 deployed, 1 refused`, in the order they are met. */
export function countOutcomes(outcomes: readonly string[]): string {
  const counts = Map.groupBy(outcomes, (outcome) => outcome);
  return [...counts].map(([outcome, list]) => `${list.length} ${outcome}`).join(", ");
}

/** 0: the tenant runs the release. 1: it does not, or nobody knows. (2 is kept for wrong calls.) */
export function exitCode(outcome: Outcome): 0 | 1 {
  return isSettled(outcome) ? 0 : 1;
}
