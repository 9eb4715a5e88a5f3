/** Changes that were merged earlier and do not run yet, from deployment records. Pure. */
import { isSettled, type Outcome } from "../deploy/outcome.ts";
import type { TenantRecord } from "../fleet/record.ts";

/** A tenant whose hosts do not run what its branch says. */
export interface Pending {
  readonly tenant: string;
  /** How the last run ended for it. */
  readonly outcome: Outcome;
  /** When that outcome first came, ISO 8601. */
  readonly since: string;
  readonly reason: string;
  readonly run: string;
  /** The commit of its last good record, whose release it runs; null where no record tells. */
  readonly runs: string | null;
}

/**
 * The tenants of `released` (fingerprint of the base's release by tenant; null where it has none) that records know
 * to run another one, by name. A tenant without a record is not among them: nothing is known of it.
 */
export function pending(
  records: readonly TenantRecord[],
  released: ReadonlyMap<string, string | null>,
): readonly Pending[] {
  const groups = Map.groupBy(records, ({ tenant }) => tenant);
  return [...released].sort(byName).flatMap(([tenant, fingerprint]) => {
    const [last, ...earlier] = (groups.get(tenant) ?? []).toSorted(latestFirst);
    if (last === undefined) return [];
    const good = [last, ...earlier].find(isGood);
    if (isGood(last) && last.release === fingerprint) return [];
    const { outcome, since, reason, run } = last;
    return [{ tenant, outcome, since, reason, run, runs: good?.commit ?? null }];
  });
}

/** Whether the hosts run the record's release. */
export function isGood({ outcome }: TenantRecord): boolean {
  return isSettled(outcome);
}

/** Orders records, the latest first. */
export function latestFirst(a: TenantRecord, b: TenantRecord): number {
  return a.finished < b.finished ? 1 : -1;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
