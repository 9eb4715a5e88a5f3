/** The job of a shard: Ansible and the key made ready, its tenants deployed, one result left for each. */
import { countOutcomes } from "../../../src/deploy/outcome.ts";
import { tenantAtTip } from "../../../src/fleet/at-tip.ts";
import { blockedAfter } from "../../../src/fleet/judge.ts";
import { circumstanceOf, notBegun, type TenantResult } from "../../../src/fleet/result.ts";
import { shardOf, type RunPlan } from "../../../src/fleet/run-plan.ts";
import type { Shard } from "../../../src/fleet/shards.ts";
import { readFleetFolder } from "../../../src/files/fleet-folder.ts";
import { readPlan, readResults, writeResult } from "../../../src/files/run-files.ts";
import { getReady, lastWord, type Means } from "../../../src/runner/ready.ts";
import { runShard, type ShardOrder } from "../../../src/shard/run-shard.ts";
import type { Job } from "./job.ts";
import { openShard } from "./open-shard.ts";

/** Deploys the shard that the input names. It is green whatever becomes of its tenants: the judge is not. */
export async function workOnShard(job: Job, stop: AbortSignal): Promise<void> {
  const { runner, inputs, folders } = job;
  const plan = readPlan(folders.plan);
  const shard = plan && shardOf(plan, inputs.shard);
  if (plan === undefined || shard === undefined)
    return runner.fail(`The plan of this run has no shard '${inputs.shard}'. No host was contacted.`);
  const results = new Map<string, TenantResult>();
  const ready = await getReady(runner, inputs, stop);
  if (!ready.ok) {
    giveUp(job, plan, shard, results, ready.sentence);
    return runner.fail(`${ready.sentence} None of its ${String(shard.tenants.length)} tenants was begun.`);
  }
  runner.print(sayBeginning(plan, shard, inputs.atOnce));
  const edges = openShard(job, plan, shard, ready.means, stop, results);
  try {
    const work = runShard(orderOf(job, plan, shard, ready.means), edges);
    await Promise.race([work, lastWord(stop)]);
    giveUp(
      job,
      plan,
      shard,
      results,
      "It was cut off when the run was stopped: its hosts finish the step they are in. Run again.",
    );
  } finally {
    ready.close();
  }
  const outcomes = [...results.values()].map(({ outcome }) => outcome);
  runner.print(`Shard ${shard.id}: ${countOutcomes(outcomes)}.\n`);
}

function sayBeginning({ commit }: RunPlan, { id, wave, tenants }: Shard, atOnce: number): string {
  const pace = tenants.length > atOnce ? `, ${String(atOnce)} at a time` : "";
  return `Wave ${String(wave)}, shard ${id}, commit ${commit.slice(0, 8)}: ${tenants.join(", ")}${pace}.\n`;
}

/** A result for each tenant that has none yet. */
function giveUp(
  { folders }: Job,
  plan: RunPlan,
  shard: Shard,
  results: Map<string, TenantResult>,
  reason: string,
): void {
  const circumstance = circumstanceOf(plan, shard, new Date().toISOString());
  for (const tenant of shard.tenants.filter((name) => !results.has(name))) {
    const result = notBegun(tenant, { outcome: "interrupted", reason }, circumstance);
    results.set(tenant, result);
    writeResult(folders.results, result);
  }
}

function orderOf({ inputs, folders }: Job, plan: RunPlan, shard: Shard, { directory }: Means): ShardOrder {
  const own = new Set(shard.tenants);
  const sources = readFleetFolder(directory, "").tenants.filter(({ name }) => own.has(name));
  return {
    plan,
    shard,
    blocked: shard.wave === 1 ? [] : blockedAfter(plan, readResults(folders.canaries)),
    images: new Map(sources.map((source) => [source.name, tenantAtTip(source).images])),
    atOnce: inputs.atOnce,
  };
}
