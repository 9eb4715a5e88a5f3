/** Planned tenants for tests. */
import { sourcesOf, type Changes } from "../inventory/testing.ts";
import { formatLock } from "../lock/lock.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import type { SourceFile } from "../inventory/source-file.ts";
import { readTenant } from "../inventory/read-tenant.ts";
import { digestsFor } from "../release/testing.ts";
import type { FleetPlan } from "./fleet-plan.ts";
import { renderTenant, type PlannedTenant } from "./planned.ts";
import { planTenant } from "./plan-tenant.ts";
import { NO_FACTS, type PlanFacts } from "./facts.ts";
import type { ComponentPlan, TenantPlan } from "./tenant-plan.ts";

/** A digest made of one digit. */
export const digestOf = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** What a test changes beside the files. */
export interface Extra {
  /** Digests by `image:tag` in place of those made from the names. */
  readonly digests?: Readonly<Record<string, string>>;
  readonly prepared?: string;
}

/** A tenant with `changes`, every image locked. */
export function aPlanned(
  changes: Changes = {},
  { digests = {}, prepared = "p1" }: Extra = {},
): PlannedTenant {
  const unlocked = sourcesOf(changes);
  const sources = { lock: lockFor(unlocked, digests), ...unlocked };
  const rendered = renderTenant(sources, {
    preparedFor: (timeZone) => `${prepared} ${timeZone}`,
    now: new Date("2026-01-01T00:00:00Z"),
  });
  if (rendered === undefined) throw new Error("the tenant is not valid");
  return { sources, ...rendered };
}

/** A lock with every image the files need, whatever component uses it. */
function lockFor(sources: TenantSources, digests: Readonly<Record<string, string>>): SourceFile {
  const result = readTenant(sources);
  const named = [...(result.ok ? digestsFor(result.tenant) : []), ...Object.entries(digests)];
  const images = [...new Map(named)].map(([name, digest]) => {
    const [image = "", tag = ""] = name.split(/:(?=[^/:]*$)/);
    return { image, tag, digest };
  });
  return {
    path: "instances/demo/images.lock.json",
    text: formatLock({ format: 1, components: { nginx: images } }),
  };
}

/** The plan from the plain tenant to one with `changes`. */
export function planOf(changes: Changes, extra: Extra = {}, facts: PlanFacts = NO_FACTS): TenantPlan {
  return planTenant(aPlanned(), aPlanned(changes, extra), facts);
}

/** What the plan says of a component; throws where it does not change. */
export function changeOf({ hosts }: TenantPlan, name: string): ComponentPlan {
  const found = hosts.flatMap(({ components }) => components).find(({ component }) => component === name);
  if (found === undefined) throw new Error(`${name} does not change`);
  return found;
}

/** A fleet's plan of these tenants. */
export function aFleetPlan(tenants: readonly TenantPlan[], rest: Partial<FleetPlan> = {}): FleetPlan {
  return {
    format: 1,
    base: { commit: "b".repeat(40), why: "where the branch left origin/main" },
    toolkit: { parts: [], ownCode: true },
    tenants,
    same: 0,
    pending: [],
    unreadable: [],
    unreadableBefore: [],
    ...rest,
  };
}
