/** How long backup sets stay, by living through the days to come. Pure. */
import {
  keptByPolicy,
  planRetention,
  type Keep,
  type NoRetention,
  type Retention,
  type RetentionScope,
} from "./retention.ts";
import type { BackupSet } from "./set.ts";

const DAY = 86_400_000;

/**
 * Until when each set stays that the policy keeps `today`, by its id, in milliseconds since the epoch: were a verified
 * set taken each day from now on, it would go then. A set that the policy does not count, or lets go already, is not in
 * it; nor is any where nothing may be removed now.
 */
export function keptUntil(
  today: Retention | NoRetention,
  keep: Keep,
  scope: RetentionScope,
): ReadonlyMap<string, number> {
  const until = new Map<string, number>();
  if (!today.ok) return until;
  let stay = keptByPolicy(today);
  const left = new Set(stay.map(({ id }) => id));
  for (let now = scope.now + DAY; left.size > 0; now += DAY) {
    const plan = planRetention([takenAt(now, scope.tenant), ...stay], keep, { ...scope, now });
    if (!plan.ok) return until;
    for (const { id } of plan.removed) if (left.delete(id)) until.set(id, now);
    stay = plan.kept.map(({ set }) => set);
  }
  return until;
}

/** A set that is taken and verified then. */
function takenAt(finished: number, tenant: string): BackupSet {
  return {
    id: `taken at ${String(finished)}`,
    tenant,
    finished,
    verified: finished,
    drilled: null,
    bytes: 0,
  };
}
