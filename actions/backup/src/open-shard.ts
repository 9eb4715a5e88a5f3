/** The real world of a shard: a process for each thing that is done about a tenant, and what the log shows of it. */
import { join } from "node:path";
import { isDone } from "../../../src/backup/outcome.ts";
import type { Verb } from "../../../src/backup/record.ts";
import { formatBackup, type BackupReport } from "../../../src/backup/report.ts";
import type { BackupTenantResult, Deed } from "../../../src/backup/run-result.ts";
import { redactDeep } from "../../../src/deploy/redact.ts";
import { writeResult } from "../../../src/files/run-files.ts";
import type { Shard } from "../../../src/fleet/shards.ts";
import type { Means } from "../../../src/runner/ready.ts";
import { ShardLog } from "../../../src/runner/shard-log.ts";
import { reportIn, runTenantProcess } from "../../../src/runner/tenant-process.ts";
import type { ProcessReport } from "../../../src/shard/process-report.ts";
import type { BackupEdges } from "../../../src/shard/run-backups.ts";
import type { Inputs } from "./inputs.ts";
import type { Job } from "./job.ts";
import type { TenantCall } from "./work-on-one.ts";

/** Opens the world of a shard. `results` collects what is kept. */
export function openShard(
  { runner, inputs, folders }: Job,
  shard: Shard,
  means: Means,
  stop: AbortSignal,
  results: Map<string, BackupTenantResult>,
): BackupEdges {
  const log = new ShardLog(runner, means, shard.tenants, inputs);
  return {
    work: async (tenant, verb) => {
      log.hideSecretsOf(tenant);
      return work(inputs, means, log, stop, tenant, verb);
    },
    keep: (result) => {
      const shown = redactDeep(result, log.redact);
      const last = shown.deeds.at(-1);
      // After the last word nothing is added to it.
      if (last === undefined || (results.get(result.tenant)?.deeds.length ?? 0) >= shown.deeds.length) return;
      results.set(result.tenant, shown);
      writeResult(folders.results, shown);
      tell(log, last);
    },
    isStopped: () => stop.aborted,
    now: () => new Date(),
  };
}

function tell(log: ShardLog, { report }: Deed): void {
  const { tenant, outcome, seconds, reason } = report;
  const isWaiting = outcome === "postponed";
  const verdict = `${tenant}: ${outcome} (${seconds.toFixed(1)} s)`;
  log.tell({
    tenant,
    verdict,
    reason,
    ...(!isDone(outcome) && { annotate: isWaiting ? "warning" : "error" }),
  });
}

async function work(
  { vaultPassword }: Inputs,
  { directory, ansible, environment }: Means,
  log: ShardLog,
  abort: AbortSignal,
  tenant: string,
  verb: Verb,
): Promise<ProcessReport<BackupReport>> {
  const call: TenantCall = {
    tenant,
    verb,
    instances: directory,
    ansible,
    ...(vaultPassword === "" ? {} : { vaultPassword }),
  };
  const ended = await runTenantProcess({
    program: join(import.meta.dirname, "tenant.js"),
    call,
    environment,
    output: log.fileOf(tenant),
    onLine: (line) => log.live(tenant, line),
    abort,
  });
  const end = reportIn<BackupReport>(ended);
  if (end.kind === "reported") log.add(tenant, formatBackup(end.report));
  return end;
}
