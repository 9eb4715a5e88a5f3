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

/** 0: the tenant runs the release. 1: it does not, or nobody knows. (2 is kept for wrong calls.) */
export function exitCode(outcome: Outcome): 0 | 1 {
  return outcome === "unchanged" || outcome === "deployed" ? 0 : 1;
}
