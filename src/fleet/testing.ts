/** Values for tests of runs. */
import type { Outcome } from "../deploy/outcome.ts";
import type { Wave } from "../inventory/wave.ts";
import type { Images } from "./canary.ts";
import type { TenantRecord } from "./record.ts";
import { notBegun, type TenantResult } from "./result.ts";
import { planRun, type PlanQuestion, type RunPlan, type TenantAtTip } from "./run-plan.ts";

/** A commit of tests: `commit(1)` is older than `commit(2)`. */
export function commit(number: number): string {
  return String(number).padStart(40, "0");
}

/** A digest whose first digits are `letter`. */
export function digest(letter: string): string {
  return `sha256:${letter.repeat(64)}`;
}

export const HOUR = 3_600_000;
export const NOW = "2026-03-01T12:00:00.000Z";
export const TOOLKIT = commit(7);

export function member(name: string, wave: Wave = 2, images: Images = {}): TenantAtTip {
  return { name, wave, images, maxAge: 72 * HOUR };
}

export function record(tenant: string, outcome: Outcome, change: Partial<TenantRecord> = {}): TenantRecord {
  const when = "2026-03-01T10:00:00.000Z";
  const told = { commit: commit(1), release: "r1", finished: when, since: when, run: "run/1", reason: "" };
  return { tenant, outcome, ...told, toolkit: TOOLKIT, ...change };
}

export function result(tenant: string, outcome: Outcome, change: Partial<TenantResult> = {}): TenantResult {
  const circumstance = {
    wave: 2,
    shard: "2-01",
    commit: commit(2),
    toolkit: TOOLKIT,
    finished: NOW,
  } as const;
  return { ...notBegun(tenant, { outcome, reason: `${outcome}.` }, circumstance), release: "r2", ...change };
}

/** Components of a report, as they run now. */
export function running(images: Images, action = "unchanged"): TenantResult["components"] {
  return Object.entries(images).map(([name, version]) => {
    const image = `docker.io/omnileads/${name}@${version}`;
    return { name, host: "omnileads-app", action, because: [], tag: "", image, seconds: 0 } as const;
  });
}

/** The plan of a scheduled run. */
export function planOf(
  tenants: readonly TenantAtTip[],
  records: readonly TenantRecord[] = [],
  change: Partial<PlanQuestion> = {},
): RunPlan {
  const planned = planRun({
    trigger: { kind: "schedule" },
    tenants,
    commit: commit(2),
    toolkit: TOOLKIT,
    records: new Map(records.map((item) => [item.tenant, item])),
    since: { commit: null, isAncestor: null, files: null },
    sinceRecord: new Map(),
    merges: new Map([[null, []]]),
    prefix: "instances/",
    isPartial: false,
    reviewed: [],
    ...change,
  });
  if (!planned.ok) throw new Error(planned.message);
  return planned.plan;
}
