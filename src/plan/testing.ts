/** Planned tenants for tests. */
import type { Digests } from "../components/component.ts";
import { sourcesOf, type Changes } from "../inventory/testing.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import { readTenant } from "../inventory/read-tenant.ts";
import { digestsFor } from "../release/testing.ts";
import type { FleetPlan } from "./fleet-plan.ts";
import { renderTenant, type PlannedTenant } from "./planned.ts";
import { NO_FACTS, planTenant, type PlanFacts } from "./plan-tenant.ts";
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
  const sources = sourcesOf(changes);
  const rendered = renderTenant(sources, {
    digestsOf: () => new Map([...lockedFor(sources), ...Object.entries(digests)]),
    preparedFor: (timeZone) => `${prepared} ${timeZone}`,
    now: new Date("2026-01-01T00:00:00Z"),
  });
  if (rendered === undefined) throw new Error("the tenant is not valid");
  return { sources, ...rendered };
}

function lockedFor(sources: TenantSources): Digests {
  const result = readTenant(sources);
  return result.ok ? digestsFor(result.tenant) : new Map();
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
    pending: [],
    unreadable: [],
    unreadableBefore: [],
    ...rest,
  };
}
