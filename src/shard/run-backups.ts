/** The story of a shard of backups: its tenants, a few at a time; one's failure stops no other. All effects go through `BackupEdges`. */
import { isDone } from "../backup/outcome.ts";
import type { Verb } from "../backup/record.ts";
import { reportUnbegun, type BackupReport } from "../backup/report.ts";
import { verbsOf, type BackupPlan } from "../backup/run-plan.ts";
import { cutOff, type BackupTenantResult } from "../backup/run-result.ts";
import type { Shard } from "../fleet/shards.ts";
import { inTurn } from "./in-turn.ts";
import type { ProcessReport } from "./process-report.ts";

/** What a shard is to do. */
export interface BackupShardOrder {
  readonly plan: BackupPlan;
  readonly shard: Shard;
  /** Tenants under way at once. */
  readonly atOnce: number;
}

/** The world of a shard. */
export interface BackupEdges {
  readonly work: (tenant: string, verb: Verb) => Promise<ProcessReport<BackupReport>>;
  /** Keeps a tenant's result so far, and tells of its last deed, at once. */
  readonly keep: (result: BackupTenantResult) => void;
  /** Whether somebody asked to stop. */
  readonly isStopped: () => boolean;
  readonly now: () => Date;
}

const NOT_BEGUN = "The run was stopped before its turn; nothing was touched. The next run does it.";

/** Deals with every tenant of the shard. What is not done ends a tenant's turn; a stop begins nothing any more. */
export async function runBackups(order: BackupShardOrder, edges: BackupEdges): Promise<void> {
  await inTurn(order.shard.tenants, order.atOnce, (tenant) => dealWith(order.plan, edges, tenant));
}

async function dealWith(plan: BackupPlan, edges: BackupEdges, tenant: string): Promise<void> {
  const now = (): string => edges.now().toISOString();
  let result: BackupTenantResult = { tenant, deeds: [] };
  for (const verb of verbsOf(plan, tenant)) {
    if (edges.isStopped()) return edges.keep(cutOff(plan, result, NOT_BEGUN, now()));
    const report = reportOf(tenant, await edges.work(tenant, verb), edges);
    result = { tenant, deeds: [...result.deeds, { verb, finished: now(), report }] };
    edges.keep(result);
    if (!isDone(report.outcome)) return;
  }
}

function reportOf(tenant: string, end: ProcessReport<BackupReport>, edges: BackupEdges): BackupReport {
  if (end.kind === "reported") return end.report;
  return reportUnbegun(tenant, edges.isStopped() ? "interrupted" : "failed", end.reason);
}
