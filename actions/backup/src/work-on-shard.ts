/** The job of a shard: Ansible and the key made ready, its tenants worked on, one result left for each. */
import { countOutcomes } from "../../../src/deploy/outcome.ts";
import { cutOff, type BackupTenantResult } from "../../../src/backup/run-result.ts";
import type { BackupPlan } from "../../../src/backup/run-plan.ts";
import type { Shard } from "../../../src/fleet/shards.ts";
import { readPlan, writeResult } from "../../../src/files/run-files.ts";
import { getReady, lastWord } from "../../../src/runner/ready.ts";
import { runBackups } from "../../../src/shard/run-backups.ts";
import type { Job } from "./job.ts";
import { openShard } from "./open-shard.ts";

/** Works on the shard that the input names. It is green whatever becomes of its tenants: the report is not. */
export async function workOnShard(job: Job, stop: AbortSignal): Promise<void> {
  const { runner, inputs, folders } = job;
  const plan = readPlan<BackupPlan>(folders.plan);
  const shard = plan?.shards.find(({ id }) => id === inputs.shard);
  if (plan === undefined || shard === undefined)
    return runner.fail(`The plan of this run has no shard '${inputs.shard}'. No host was contacted.`);
  const results = new Map<string, BackupTenantResult>();
  const ready = await getReady(runner, inputs, stop);
  if (!ready.ok) {
    giveUp(job, plan, shard, results, `${ready.sentence} Nothing was touched.`);
    return runner.fail(`${ready.sentence} None of its ${String(shard.tenants.length)} tenants was begun.`);
  }
  runner.print(sayBeginning(shard, inputs.atOnce));
  const order = { plan, shard, atOnce: inputs.atOnce };
  try {
    const work = runBackups(order, openShard(job, shard, ready.means, stop, results));
    await Promise.race([work, lastWord(stop)]);
    giveUp(
      job,
      plan,
      shard,
      results,
      "It was cut off when the run was stopped: what began on its hosts ends there. The next run goes on.",
    );
  } finally {
    ready.close();
  }
  const outcomes = [...results.values()].flatMap(({ deeds }) => deeds.map(({ report }) => report.outcome));
  runner.print(`Shard ${shard.id}: ${countOutcomes(outcomes)}.\n`);
}

function sayBeginning({ id, tenants }: Shard, atOnce: number): string {
  const pace = tenants.length > atOnce ? `, ${String(atOnce)} at a time` : "";
  return `Shard ${id}: ${tenants.join(", ")}${pace}.\n`;
}

/** What is still to come of each tenant is not done. */
function giveUp(
  { folders }: Job,
  plan: BackupPlan,
  shard: Shard,
  results: Map<string, BackupTenantResult>,
  reason: string,
): void {
  for (const tenant of shard.tenants) {
    const before = results.get(tenant) ?? { tenant, deeds: [] };
    const result = cutOff(plan, before, reason, new Date().toISOString());
    results.set(tenant, result);
    writeResult(folders.results, result);
  }
}
