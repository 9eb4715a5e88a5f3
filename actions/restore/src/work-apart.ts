/** The real world of a restore: Ansible and the key made ready, a process for the tenant, and what the log shows of it. */
import { join } from "node:path";
import { restoreUnbegun, type RestoreReport } from "../../../src/backup/restore.ts";
import { redactDeep } from "../../../src/deploy/redact.ts";
import { getReady, lastWord, type Means } from "../../../src/runner/ready.ts";
import { ShardLog } from "../../../src/runner/shard-log.ts";
import { reportIn, runTenantProcess } from "../../../src/runner/tenant-process.ts";
import type { Job } from "./job.ts";
import type { RestoreCall } from "./work-on-one.ts";

/** What the process reported, or how it came to no report. */
export type Done<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly report: RestoreReport };

/** Has the tenant's process find a set, or do the work; what it reports holds no secret. */
export async function workApart<T>(
  job: Job,
  task: RestoreCall["task"],
  set: string | null,
  stop: AbortSignal,
): Promise<Done<T>> {
  const { tenant } = job.inputs.typed;
  const end = (outcome: RestoreReport["outcome"], reason: string): Done<T> => ({
    ok: false,
    report: restoreUnbegun(tenant, set, outcome, reason),
  });
  const ready = await getReady(job.runner, job.inputs, stop);
  if (!ready.ok) return end("refused", `${ready.sentence} Nothing was touched.`);
  try {
    const done = work<T>(job, ready.means, task, set, stop);
    const first = await Promise.race([done, lastWord(stop)]);
    return first ?? end("interrupted", CUT_OFF);
  } finally {
    ready.close();
  }
}

const CUT_OFF =
  "The run was stopped: what began on the hosts ends there, or is put back. Look with oml status, then dispatch it again.";

async function work<T>(
  { runner, inputs }: Job,
  means: Means,
  task: RestoreCall["task"],
  set: string | null,
  abort: AbortSignal,
): Promise<Done<T>> {
  const { tenant, mode, now } = inputs.typed;
  const log = new ShardLog(runner, means, [tenant], inputs);
  log.hideSecretsOf(tenant);
  const { directory: instances, ansible, environment } = means;
  const password = inputs.vaultPassword === "" ? {} : { vaultPassword: inputs.vaultPassword };
  const call: RestoreCall = { task, tenant, mode, set, now, instances, ansible, ...password };
  const ended = await runTenantProcess({
    ...{ program: join(import.meta.dirname, "tenant.js"), call, environment, abort },
    output: log.fileOf(tenant),
    onLine: (line) => log.live(tenant, line),
  });
  const told = reportIn<T>(ended);
  log.fold(tenant, `${tenant}: all it said`);
  if (told.kind === "reported") return { ok: true, value: redactDeep(told.report, log.redact) };
  const outcome = abort.aborted ? "interrupted" : "failed";
  return { ok: false, report: restoreUnbegun(tenant, set, outcome, told.reason) };
}
