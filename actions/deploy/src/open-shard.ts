/** The real world of a shard: git, GitHub, a process per tenant, and what the log shows of it. */
import { randomBytes } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSettled } from "../../../src/deploy/outcome.ts";
import { redactDeep, redactor, secretForms } from "../../../src/deploy/redact.ts";
import type { CheckReport, Report } from "../../../src/deploy/report.ts";
import { formatCheck, formatReport } from "../../../src/deploy/text.ts";
import type { TenantResult } from "../../../src/fleet/result.ts";
import type { RunPlan } from "../../../src/fleet/run-plan.ts";
import type { Shard } from "../../../src/fleet/shards.ts";
import { readTip } from "../../../src/files/git-branch.ts";
import { revealSecrets } from "../../../src/files/reveal-secrets.ts";
import { writeResult } from "../../../src/files/run-files.ts";
import { defaultBranchOf } from "../../../src/github/event.ts";
import { annotation, folded, harmlessLine } from "../../../src/runner/log-text.ts";
import { runTenantProcess } from "../../../src/runner/tenant-process.ts";
import type { ProcessEnd, ShardEdges } from "../../../src/shard/run-shard.ts";
import type { TenantCall } from "./deploy-one.ts";
import type { Inputs } from "./inputs.ts";
import type { Job } from "./main.ts";

/** What a shard works with. */
export interface Means {
  /** The tenants' folder. */
  readonly directory: string;
  /** A private folder. */
  readonly temp: string;
  /** The program `ansible-playbook`. */
  readonly ansible: string;
  /** What tenants' processes inherit. */
  readonly environment: Readonly<Record<string, string>>;
}

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
  const { inputs, folders } = job;
  const log = new ShardLog(job, shard, means);
  const keep = (result: TenantResult): void => {
    // After the last word nothing is added to it.
    if (results.has(result.tenant)) return;
    const shown = redactDeep(result, log.redact);
    results.set(result.tenant, shown);
    writeResult(folders.results, shown);
    log.tell(shown);
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
  const { printed, code } = await runTenantProcess({
    program: join(import.meta.dirname, "tenant.js"),
    call,
    environment,
    output: log.fileOf(tenant),
    onLine: (line) => log.live(tenant, line),
    abort,
  });
  const report = parseReport(printed);
  if (report === undefined) {
    const how = code === null ? "was killed" : `ended with ${String(code)}`;
    const reason = `Its process ${how} without a report: what it said stands in this job's log. Look at the hosts with oml status.`;
    return { kind: "silent", reason };
  }
  log.add(tenant, "check" in report ? formatCheck(report) : formatReport(report));
  return { kind: "reported", report };
}

function switchesOf({ check, now, retry, allowOlder }: Inputs): string[] {
  const switches = { check, now, retry, "allow-older": allowOlder };
  return Object.entries(switches).flatMap(([name, isOn]) => (isOn ? [name] : []));
}

function parseReport(printed: string): Report | CheckReport | undefined {
  try {
    return JSON.parse(printed) as Report | CheckReport;
  } catch {
    return undefined;
  }
}

/** What the log shows of a shard: a line a step while it runs, each tenant's whole output at its end. */
class ShardLog {
  readonly #job: Job;
  readonly #means: Means;
  readonly #width: number;
  readonly #secrets: Set<string>;
  redact: (text: string) => string;

  constructor(job: Job, shard: Shard, means: Means) {
    this.#job = job;
    this.#means = means;
    this.#width = Math.max(...shard.tenants.map(({ length }) => length));
    const { sshKey, vaultPassword, token } = job.inputs;
    this.#secrets = new Set([sshKey, vaultPassword, token]);
    this.redact = redactor(this.#secrets);
  }

  /** Before a tenant says its first word: what its vault and files hold. */
  hideSecretsOf(tenant: string): void {
    const { runner, inputs } = this.#job;
    const found = revealSecrets(this.#means.directory, tenant, inputs.vaultPassword);
    for (const secret of found.filter((value) => !this.#secrets.has(value))) {
      this.#secrets.add(secret);
      for (const form of secretForms(secret)) runner.hide(form);
    }
    this.redact = redactor(this.#secrets);
  }

  fileOf(tenant: string): string {
    return join(this.#means.temp, `${tenant}.log`);
  }

  live(tenant: string, line: string): void {
    const said = line.trim().replace(`${tenant}: `, "");
    this.#print(`${tenant.padEnd(this.#width)} | ${said}`);
  }

  add(tenant: string, text: string): void {
    appendFileSync(this.fileOf(tenant), text, { mode: 0o600 });
  }

  /** In one write, so that nothing of another tenant comes between. */
  tell({ tenant, outcome, seconds, reason, failure }: TenantResult): void {
    const { runner } = this.#job;
    const verdict = `${tenant}: ${outcome} (${seconds.toFixed(1)} s)`;
    const text = this.redact(readText(this.fileOf(tenant)));
    const token = randomBytes(16).toString("hex");
    const fold = text === "" ? "" : folded(`${verdict}: all it said`, text, token);
    const log = failure?.log.map((line) => `    | ${line}`) ?? [];
    const lines = [`${verdict}. ${reason}`, ...log].map((line) => harmlessLine(this.redact(line)));
    runner.print(`${fold}${lines.join("\n")}\n${this.#annotate(outcome, verdict, reason)}`);
  }

  #annotate(outcome: TenantResult["outcome"], verdict: string, reason: string): string {
    if (isSettled(outcome) || outcome === "superseded") return "";
    const type = outcome === "postponed" ? "warning" : "error";
    return annotation(type, verdict, harmlessLine(this.redact(reason)));
  }

  #print(line: string): void {
    this.#job.runner.print(`${harmlessLine(this.redact(line))}\n`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
