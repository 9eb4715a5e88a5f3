/** The story of a shard: its tenants, a few at a time, each looked at once more before it is begun. All effects go through `ShardEdges`. */
import type { CheckReport, Report } from "../deploy/report.ts";
import { findBlockedFor, type Blocked, type Images } from "../fleet/canary.ts";
import {
  circumstanceOf,
  isNewFailure,
  notBegun,
  type Circumstance,
  type TenantResult,
} from "../fleet/result.ts";
import { recordBefore, type RunPlan } from "../fleet/run-plan.ts";
import type { Shard } from "../fleet/shards.ts";
import { startTenant, type Start } from "../fleet/start.ts";
import { inTurn } from "./in-turn.ts";
import type { ProcessReport } from "./process-report.ts";

/** What a shard is to do. */
export interface ShardOrder {
  readonly plan: RunPlan;
  readonly shard: Shard;
  /** What no canary has proved; empty in the first wave. */
  readonly blocked: readonly Blocked[];
  /** The images due at each of its tenants, by its lock. */
  readonly images: ReadonlyMap<string, Images>;
  /** Tenants under way at once. */
  readonly atOnce: number;
}

/** What became of a tenant's process. */
export type ProcessEnd = ProcessReport<Report | CheckReport>;

/** The world of a shard. */
export interface ShardEdges {
  /** The branch's tip, read just now; null: it could not be read. */
  readonly tip: () => Promise<string | null>;
  readonly deploy: (tenant: string) => Promise<ProcessEnd>;
  /** Keeps a tenant's result and tells of it, at once. */
  readonly keep: (result: TenantResult) => void;
  /** Whether somebody asked to stop. */
  readonly isStopped: () => boolean;
  readonly now: () => Date;
}

/** Deals with every tenant of the shard; each gets one result. A stop begins none any more. */
export async function runShard(order: ShardOrder, edges: ShardEdges): Promise<readonly TenantResult[]> {
  const results: TenantResult[] = [];
  await inTurn(order.shard.tenants, order.atOnce, async (tenant) => {
    const result = await dealWith(order, edges, tenant, results);
    results.push(result);
    edges.keep(result);
  });
  return results;
}

async function dealWith(
  order: ShardOrder,
  edges: ShardEdges,
  tenant: string,
  results: readonly TenantResult[],
): Promise<TenantResult> {
  const end = (outcome: "interrupted" | "failed", reason: string): TenantResult =>
    notBegun(tenant, { outcome, reason }, whereAndWhen(order, edges));
  if (edges.isStopped()) return end("interrupted", NOT_BEGUN);
  const start = await mayStart(order, edges, tenant, results);
  if (!start.begin) return notBegun(tenant, start, whereAndWhen(order, edges));
  // To look took a moment: a stop that came meanwhile still finds the hosts untouched.
  if (edges.isStopped()) return end("interrupted", NOT_BEGUN);
  const ended = await edges.deploy(tenant);
  if (ended.kind === "reported") return asResult(ended.report, whereAndWhen(order, edges));
  return end(edges.isStopped() ? "interrupted" : "failed", ended.reason);
}

const NOT_BEGUN = "The run was stopped before its turn; nothing was touched. Run again.";

async function mayStart(
  { plan, shard, blocked, images }: ShardOrder,
  edges: ShardEdges,
  tenant: string,
  results: readonly TenantResult[],
): Promise<Start> {
  const before = recordBefore(plan, tenant);
  const failures = results.filter((result) => isNewFailure(result, recordBefore(plan, result.tenant)));
  const due = shard.wave === 1 ? undefined : images.get(tenant);
  return startTenant({
    commit: plan.commit,
    tip: await edges.tip(),
    failures: failures.length,
    blocked: due && findBlockedFor({ tenant, images: due, ...(before && { before }) }, blocked),
  });
}

function whereAndWhen({ plan, shard }: ShardOrder, { now }: ShardEdges): Circumstance {
  return circumstanceOf(plan, shard, now().toISOString());
}

/** A check's findings in the form of a deploy's report: it changed nothing, and says so. */
function asResult(report: Report | CheckReport, circumstance: Circumstance): TenantResult {
  if (!("check" in report)) return { ...report, ...circumstance };
  const { tenant, would, release, seconds } = report;
  const outcome = would === "deploy" ? "unchanged" : would;
  const nothing = notBegun(tenant, { outcome, reason: sayCheck(report) }, circumstance);
  return { ...nothing, release, seconds };
}

function sayCheck({ reason, first, changes }: CheckReport): string {
  const list = [...first, ...changes.map(({ host, component, effect }) => `${host} ${component}: ${effect}`)];
  return `Only checked. ${reason}${list.length === 0 ? "" : ` It would: ${list.join("; ")}.`}`;
}
