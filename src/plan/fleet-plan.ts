/** The plan of a whole change: every tenant of a fleet, from one commit to another. Pure. */
import type { Pending } from "./pending.ts";
import type { PlanClass, TenantPlan } from "./tenant-plan.ts";

/** What of the toolkit differs between base and head, where it lies in the fleet's repository. */
export interface ToolkitChange {
  /** In words: `the renderer`, `playbooks`, `packages`. None: it is the same. */
  readonly parts: readonly string[];
  /** Whether the base was rendered with its own code; false where it has none that could be run. */
  readonly ownCode: boolean;
}

/** A tenant with changes from before. */
export interface PendingPlan extends Pending {
  /** From what its hosts run to what this change makes of it; null where that commit cannot be read. */
  readonly plan: TenantPlan | null;
}

/** The difference a change makes. */
export interface FleetPlan {
  readonly format: 1;
  /** The commit compared with, and why it was taken: a clause such as `where the branch left origin/main`. */
  readonly base: { readonly commit: string; readonly why: string };
  readonly toolkit: ToolkitChange;
  /** By name: those whose files or toolkit differ, unchanged ones among them. */
  readonly tenants: readonly TenantPlan[];
  /** How many more there are, whose files and toolkit are the same. */
  readonly same: number;
  readonly pending: readonly PendingPlan[];
  /** Tenants that are not planned: their files have errors. */
  readonly unreadable: readonly string[];
  /** Tenants whose files had errors at the base: they are planned as if they were new. */
  readonly unreadableBefore: readonly string[];
}

/** Those of which there is something to say. */
export function changesIn({ tenants }: FleetPlan): readonly TenantPlan[] {
  return tenants.filter((plan) => plan.class !== "unchanged" || plan.notes.length > 0);
}

/** Whether there is nothing to say: a merge leaves every host as it is, and nothing waits from before. */
export function isQuiet(plan: FleetPlan): boolean {
  return changesIn(plan).length + plan.pending.length === 0;
}

/** The fingerprints of the releases that are to come, by tenant. */
export function fingerprintsOf(plan: FleetPlan): Readonly<Record<string, string>> {
  const all = [...plan.pending.flatMap((pending) => pending.plan ?? []), ...changesIn(plan)];
  return Object.fromEntries(all.flatMap(({ tenant, to }) => (to === null ? [] : [[tenant, to]])));
}

/** The classes that change something, each with how many tenants it has: `1 upgrade, 2 reconfigure`; empty: none does. */
export function countText(plans: readonly TenantPlan[]): string {
  const groups = Map.groupBy(plans, (plan) => plan.class);
  const order: readonly PlanClass[] = ["rollback", "upgrade", "reconfigure", "install", "adopt", "removed"];
  return order
    .flatMap((kind) => (groups.has(kind) ? [`${groups.get(kind)?.length ?? 0} ${kind}`] : []))
    .join(", ");
}
