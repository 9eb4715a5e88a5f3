/** Decides, before each tenant of a shard, whether it is begun. Pure. */
import { sayBlocked, type Blocked } from "./canary.ts";
import type { Outcome } from "../deploy/outcome.ts";

/** What is known right before a tenant. */
export interface Moment {
  /** The commit this run deploys. */
  readonly commit: string;
  /** The tip of the branch, read just now; null: it could not be read. */
  readonly tip: string | null;
  /** How many tenants of this shard have failed anew (`isNewFailure`) so far. */
  readonly failures: number;
  /** What the tenant would take that no canary has proved. */
  readonly blocked: Blocked | undefined;
}

/** Begin it, or how it ends without a host being contacted. */
export type Start =
  { readonly begin: true } | { readonly begin: false; readonly outcome: Outcome; readonly reason: string };

/** New failures at which a shard begins no further tenant. */
const ENOUGH = 2;

/** The first reason not to begin the tenant. */
export function startTenant({ commit, tip, failures, blocked }: Moment): Start {
  if (tip === null) {
    const reason = `The tip of the branch cannot be read, so whether ${short(commit)} is still wanted is unknown; nothing was touched. Run again.`;
    return { begin: false, outcome: "interrupted", reason };
  }
  if (tip !== commit) {
    const reason = `The branch moved on from ${short(commit)} to ${short(tip)}; nothing was touched. The run of ${short(tip)} does it.`;
    return { begin: false, outcome: "superseded", reason };
  }
  if (failures >= ENOUGH) {
    const reason = `${failures} tenants of its job failed before its turn; nothing was touched. The next run does it.`;
    return { begin: false, outcome: "postponed", reason };
  }
  if (blocked) return { begin: false, outcome: "postponed", reason: sayBlocked(blocked) };
  return { begin: true };
}

function short(commit: string): string {
  return commit.slice(0, 8);
}
