/** What a run about backup sets is to do: the document its first job leaves for the others. Pure. */
import { nameTenants } from "../fleet/named.ts";
import { packShards, type Shard } from "../fleet/shards.ts";
import { dueOf } from "./due.ts";
import type { BackupPolicy } from "./policy.ts";
import { VERBS, type BackupHistory, type Verb } from "./record.ts";

/** What a run does: one thing, or whatever is due. */
export const MODES = ["due", ...VERBS] as const;
export type Mode = (typeof MODES)[number];

/** The word that stands for the tenants of which something is due. */
export const DUE = "due";

/** The plan of a run. It holds no secret. */
export interface BackupPlan {
  readonly format: 1;
  /** The commit whose tenants are read: the branch's tip. */
  readonly commit: string;
  /** Tenants of which most is at stake first in their shard. */
  readonly shards: readonly Shard[];
  /** What is done about each tenant of the run, in this order. */
  readonly verbs: Readonly<Record<string, readonly Verb[]>>;
  /** Why. */
  readonly why: Readonly<Record<string, string>>;
  /** Every tenant that has a policy, whether it takes part or not. */
  readonly fleet: readonly string[];
}

/** What a plan is made from. */
export interface BackupQuestion {
  readonly commit: string;
  readonly mode: Mode;
  /** Tenants' names, or the word `all`, or `due`. */
  readonly wanted: readonly string[];
  /** Every tenant at the tip. */
  readonly tenants: readonly string[];
  readonly policies: readonly BackupPolicy[];
  readonly histories: ReadonlyMap<string, BackupHistory>;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

/** A plan, or why there is none: one sentence. */
export type BackupPlanResult =
  { readonly ok: true; readonly plan: BackupPlan } | { readonly ok: false; readonly message: string };

/** One tenant's part in a run. */
interface Part {
  readonly tenant: string;
  readonly verbs: readonly Verb[];
  readonly why: string;
}

/** Plans a run. */
export function planBackups(question: BackupQuestion): BackupPlanResult {
  const { commit, wanted, tenants, policies } = question;
  const fleet = policies.map(({ tenant }) => tenant);
  const isDue = wanted.length === 1 && wanted[0] === DUE;
  const isNamed = !isDue && !wanted.includes("all");
  const found = isNamed ? nameTenants(wanted, tenants) : { ok: true as const, names: fleet };
  if (!found.ok) return found;
  const parts = found.names.flatMap((tenant) => partOf(tenant, question, isDue) ?? []);
  const plan = {
    format: 1,
    commit,
    shards: shardsOf(parts, question),
    verbs: Object.fromEntries(parts.map(({ tenant, verbs }) => [tenant, verbs])),
    why: Object.fromEntries(parts.map(({ tenant, why }) => [tenant, why])),
    fleet,
  } as const;
  return { ok: true, plan };
}

/** `isDue`: only where it is due. To read sets back, and to let old ones go, is due of everybody at any time. */
function partOf(tenant: string, question: BackupQuestion, isDue: boolean): Part | undefined {
  const { mode, policies, histories, now } = question;
  const policy = policies.find((one) => one.tenant === tenant);
  const due = policy && dueOf(policy, histories.get(tenant), now);
  if (mode === "due") return due && { tenant, ...due };
  if (!isDue) return { tenant, verbs: [mode], why: "it was asked for" };
  if (mode === "verify" || mode === "retain") return { tenant, verbs: [mode], why: "it has sets" };
  return due?.verbs.includes(mode) ? { tenant, verbs: [mode], why: due.why } : undefined;
}

function shardsOf(parts: readonly Part[], { histories }: BackupQuestion): readonly Shard[] {
  const newest = (tenant: string): number => histories.get(tenant)?.sets[0]?.taken ?? 0;
  // Nothing waits for a canary here: all are in one wave.
  const shards = packShards(parts.map(({ tenant }) => ({ name: tenant, wave: 1 })));
  return shards.map((shard) => ({
    ...shard,
    tenants: shard.tenants.toSorted((a, b) => newest(a) - newest(b)),
  }));
}

/** What is done about a tenant of the plan. */
export function verbsOf({ verbs }: BackupPlan, tenant: string): readonly Verb[] {
  return Object.hasOwn(verbs, tenant) ? (verbs[tenant] ?? []) : [];
}
