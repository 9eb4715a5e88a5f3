/** The real world of a shard: git, GitHub, a process per tenant, and what the log shows of it. */
import { join } from "node:path";
import { isSettled } from "../../../src/deploy/outcome.ts";
import { redactDeep } from "../../../src/deploy/redact.ts";
import type { CheckReport, Report } from "../../../src/deploy/report.ts";
import { formatCheck, formatReport } from "../../../src/deploy/text.ts";
import type { TenantResult } from "../../../src/fleet/result.ts";
import type { RunPlan } from "../../../src/fleet/run-plan.ts";
import type { Shard } from "../../../src/fleet/shards.ts";
import { readTip } from "../../../src/files/git-branch.ts";
import { writeResult } from "../../../src/files/run-files.ts";
import { defaultBranchOf } from "../../../src/github/event.ts";
import type { Means } from "../../../src/runner/ready.ts";
import { ShardLog, type LastWord } from "../../../src/runner/shard-log.ts";
import { reportIn, runTenantProcess } from "../../../src/runner/tenant-process.ts";
import type { ProcessEnd, ShardEdges } from "../../../src/shard/run-shard.ts";
import type { TenantCall } from "./deploy-one.ts";
import type { Inputs } from "./inputs.ts";
import type { Job } from "./job.ts";

/** Milliseconds the branch's tip may take to be read. */
const PATIENCE = 15_000;

/** Opens the world of a shard. `results` collects what is kept. */
export function openShard(
  job: Job,
  plan: RunPlan,
  shard: Shard,
  means: Means,
  stop: AbortSignal,
  results: Map<string, TenantResult>,
): ShardEdges {
  const { runner, inputs, folders } = job;
  const log = new ShardLog(runner, means, shard.tenants, inputs);
  const keep = (result: TenantResult): void => {
    // After the last word nothing is added to it.
    if (results.has(result.tenant)) return;
    const shown = redactDeep(result, log.redact);
    results.set(result.tenant, shown);
    writeResult(folders.results, shown);
    log.tell(lastWordOf(shown));
  };
  return {
    tip: () => tipOf(job),
    deploy: async (tenant) => {
      log.hideSecretsOf(tenant);
      return deploy(inputs, plan, means, log, stop, tenant);
    },
    keep,
    isStopped: () => stop.aborted,
    now: () => new Date(),
  };
}

async function tipOf({ runner: { run }, inputs: { token } }: Job): Promise<string | null> {
  const authorization = `basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const place = {
    directory: run.workspace,
    remote: "origin",
    branch: defaultBranchOf(run.payload) ?? run.ref,
    timeout: PATIENCE,
    ...(token === "" ? {} : { authorization }),
  };
  const first = await readTip(place);
  const tip = first.ok ? first : await readTip(place);
  return tip.ok ? tip.commit : null;
}

async function deploy(
  inputs: Inputs,
  { commit }: RunPlan,
  { directory, ansible, environment }: Means,
  log: ShardLog,
  abort: AbortSignal,
  tenant: string,
): Promise<ProcessEnd> {
  const call: TenantCall = {
    tenant,
    instances: directory,
    component: inputs.component,
    switches: switchesOf(inputs),
    ansible,
    commit,
    ...(inputs.vaultPassword === "" ? {} : { vaultPassword: inputs.vaultPassword }),
  };
  const ended = await runTenantProcess({
    program: join(import.meta.dirname, "tenant.js"),
    call,
    environment,
    output: log.fileOf(tenant),
    onLine: (line) => log.live(tenant, line),
    abort,
  });
  const end = reportIn<Report | CheckReport>(ended);
  if (end.kind === "reported")
    log.add(tenant, "check" in end.report ? formatCheck(end.report) : formatReport(end.report));
  return end;
}

function switchesOf({ check, now, retry, allowOlder }: Inputs): string[] {
  const switches = { check, now, retry, "allow-older": allowOlder };
  return Object.entries(switches).flatMap(([name, isOn]) => (isOn ? [name] : []));
}

function lastWordOf({ tenant, outcome, seconds, reason, failure }: TenantResult): LastWord {
  const isQuiet = isSettled(outcome) || outcome === "superseded";
  return {
    tenant,
    verdict: `${tenant}: ${outcome} (${seconds.toFixed(1)} s)`,
    reason,
    log: failure?.log ?? [],
    ...(!isQuiet && { annotate: outcome === "postponed" ? "warning" : "error" }),
  };
}
