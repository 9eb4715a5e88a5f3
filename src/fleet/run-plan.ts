/** What a run is to do: the document its first job leaves for all others. Pure. */
import type { Images } from "./canary.ts";
import { findCandidates, type Candidates, type Question } from "./candidates.ts";
import type { TenantRecord } from "./record.ts";
import type { Reviewed } from "./reviewed.ts";
import type { Wave } from "../inventory/wave.ts";
import { findDueMerges, type DueMerge, type Merges } from "./merges.ts";
import { packShards, type Member, type Shard } from "./shards.ts";

/** The plan of a run. It holds no secret. */
export interface RunPlan {
  readonly format: 1;
  /** The branch's tip when the run was planned: what it deploys. */
  readonly commit: string;
  /** The toolkit's commit. */
  readonly toolkit: string;
  readonly trigger: "push" | "schedule" | "dispatch";
  /** Whether every tenant that is not settled at `commit` takes part, as a whole. */
  readonly isWhole: boolean;
  /** Only some components, or a check: such a run settles no tenant. */
  readonly isPartial: boolean;
  /** Wave by wave; together every candidate once. */
  readonly shards: readonly Shard[];
  /** Why each candidate takes part. */
  readonly why: Readonly<Record<string, string>>;
  /** Tenants whose folder is gone: their hosts are not touched. */
  readonly removed: readonly string[];
  /** The images due at each tenant of the first wave, candidate or not. */
  readonly canaries: Readonly<Record<string, Images>>;
  /** The merges that a canary does not run yet. */
  readonly merges: readonly DueMerge[];
  /** The record before this run of each candidate and canary that has one. */
  readonly records: Readonly<Record<string, TenantRecord>>;
  /** Milliseconds each candidate may be postponed before that is red. */
  readonly maxAge: Readonly<Record<string, number>>;
  /** What the pull requests that brought `commit` showed; empty where none is known. */
  readonly reviewed: readonly Reviewed[];
}

/** A tenant at the tip, as far as a plan needs it. */
export interface TenantAtTip extends Member {
  /** The images of its release, by its lock; empty where it has none. */
  readonly images: Images;
  /** Milliseconds it may be postponed before that is red: its `max_age`. */
  readonly maxAge: number;
}

/** What a plan is made from. */
export interface PlanQuestion extends Omit<Question, "tenants"> {
  /** The branch's tip. */
  readonly commit: string;
  readonly tenants: readonly TenantAtTip[];
  /** Only some components, or a check: such a run settles no tenant. */
  readonly isPartial: boolean;
  readonly reviewed: readonly Reviewed[];
  readonly merges: Merges;
}

/** The plan of a run, or why there is none. */
export type RunPlanResult =
  { readonly ok: true; readonly plan: RunPlan } | { readonly ok: false; readonly message: string };

/** Plans a run. */
export function planRun(question: PlanQuestion): RunPlanResult {
  const { tenants } = question;
  const found = findCandidates({ ...question, tenants: tenants.map(({ name }) => name) });
  return found.ok ? { ok: true, plan: assemble(question, found) } : found;
}

function assemble(question: PlanQuestion, { names, why, removed }: Candidates): RunPlan {
  const { tenants, commit, toolkit, trigger, isPartial, records, reviewed } = question;
  const chosen = new Set(names);
  const members = tenants.filter(({ name }) => chosen.has(name));
  const canaries = tenants.filter(({ wave }) => wave === 1);
  const told = new Set([...names, ...canaries.map(({ name }) => name)]);
  return {
    format: 1,
    commit,
    toolkit,
    trigger: trigger.kind,
    isWhole: !isPartial && (trigger.kind !== "dispatch" || chosen.size === tenants.length),
    isPartial,
    shards: packShards(members),
    why,
    removed,
    canaries: Object.fromEntries(canaries.map(({ name, images }) => [name, images])),
    merges: findDueMerges(question, question.merges, commit),
    records: Object.fromEntries(
      [...told].sort().flatMap((name) => {
        const record = records.get(name);
        return record === undefined ? [] : [[name, record]];
      }),
    ),
    maxAge: Object.fromEntries(members.map(({ name, maxAge }) => [name, maxAge])),
    reviewed,
  };
}

/** The shard of that id; undefined where the plan has none. */
export function shardOf({ shards }: RunPlan, id: string): Shard | undefined {
  return shards.find((shard) => shard.id === id);
}

/** How many tenants of the plan are in a wave. */
export function tenantsIn({ shards }: RunPlan, wave: Wave): number {
  return shards.filter((shard) => shard.wave === wave).reduce((sum, { tenants }) => sum + tenants.length, 0);
}

/** The record of a tenant before this run. */
export function recordBefore({ records }: RunPlan, tenant: string): TenantRecord | undefined {
  return Object.hasOwn(records, tenant) ? records[tenant] : undefined;
}
