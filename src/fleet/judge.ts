/** Judges a wave: what was planned against what was reported, and whether the next may begin. Pure. */
import { findBlocked, type Blocked, type Images } from "./canary.ts";
import { listNames } from "./list-names.ts";
import { recordBefore, type RunPlan } from "./run-plan.ts";
import { circumstanceOf, isNewFailure, notBegun, type TenantResult } from "./result.ts";
import type { Wave } from "../inventory/wave.ts";
import type { Shard } from "./shards.ts";

/** What a wave's job `judge` is given. */
export interface WaveQuestion {
  readonly plan: RunPlan;
  readonly wave: Wave;
  /** Whether the waves before let this one begin; true for the first. */
  readonly began: boolean;
  /** What its shards left, in any order; a tenant's last one counts. */
  readonly results: readonly TenantResult[];
  /** Now, ISO 8601 in UTC: when what is missing was missed. */
  readonly now: string;
}

/** A wave's verdict. */
export interface WaveVerdict {
  readonly wave: Wave;
  /** Whether the next wave may begin. */
  readonly go: boolean;
  /** One result for every planned tenant, in the plan's order. */
  readonly results: readonly TenantResult[];
  /** The tenants this run brought a failure to. */
  readonly failures: readonly string[];
  /** What happened, and what it means for the later waves. */
  readonly message: string;
}

/** The verdict on a wave. An empty one passes on what it was given. */
export function judgeWave(question: WaveQuestion): WaveVerdict {
  const { plan, wave, began } = question;
  const shards = plan.shards.filter((shard) => shard.wave === wave);
  const results = began ? complete(question, shards) : notReached(question, shards);
  const failures = results
    .filter((result) => isNewFailure(result, recordBefore(plan, result.tenant)))
    .map(({ tenant }) => tenant);
  const go = began && failures.length <= allowed(wave, results.length);
  return { wave, go, results, failures, message: sayWave({ wave, go, results, failures }, began) };
}

/** New failures a wave may have: none at the canary, then one tenant or 5 % of the wave. */
function allowed(wave: Wave, tenants: number): number {
  return wave === 1 ? 0 : Math.max(1, 0.05 * tenants);
}

function complete({ plan, results, now }: WaveQuestion, shards: readonly Shard[]): readonly TenantResult[] {
  const reported = new Map(results.map((result) => [result.tenant, result]));
  return shards.flatMap((shard) => {
    const reason = `Its job ${shard.id} left no result: it was cancelled, or its runner was lost. Run again: what was begun is finished or put back.`;
    const end = { outcome: "interrupted", reason } as const;
    const circumstance = circumstanceOf(plan, shard, now);
    return shard.tenants.map((tenant) => reported.get(tenant) ?? notBegun(tenant, end, circumstance));
  });
}

/** The tenants of a wave that was not begun. */
function notReached({ plan, now }: WaveQuestion, shards: readonly Shard[]): readonly TenantResult[] {
  const reason = "An earlier wave was stopped; nothing was touched. The next run does it.";
  return shards.flatMap((shard) => {
    const circumstance = circumstanceOf(plan, shard, now);
    return shard.tenants.map((tenant) => notBegun(tenant, { outcome: "postponed", reason }, circumstance));
  });
}

function sayWave({ wave, go, results, failures }: Omit<WaveVerdict, "message">, began: boolean): string {
  const title = `Wave ${wave}`;
  if (results.length === 0) return `${title} has no tenants.`;
  if (!began) return `${title} was not begun: an earlier wave was stopped.`;
  if (failures.length === 0) return `${title}: no new failure at ${ofTenants(results.length)}.`;
  const what = `${title}: ${failures.length} of ${ofTenants(results.length)} failed anew: ${listNames(failures, 10)}.`;
  return go ? `${what} That stops no later wave.` : `${what} The later waves are not begun.`;
}

function ofTenants(count: number): string {
  return count === 1 ? "1 tenant" : `${count} tenants`;
}

/** What the later waves may not take, after the first wave's verdict. */
export function blockedAfter(plan: RunPlan, results: readonly TenantResult[]): readonly Blocked[] {
  const canaries = Object.entries(plan.canaries).map(([tenant, images]: readonly [string, Images]) => {
    const before = recordBefore(plan, tenant);
    const result = results.find((candidate) => candidate.tenant === tenant);
    return { tenant, images, ...(before && { before }), ...(result && { result }) };
  });
  return findBlocked(canaries, plan);
}
