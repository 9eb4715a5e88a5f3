/** `oml deploy`: reads a tenant, renders it as it is locked, deploys or checks, prints one report. */
import { ownAnsible } from "../ansible/command.ts";
import { check } from "../deploy/check.ts";
import { deploy } from "../deploy/deploy.ts";
import type { Wishes } from "../deploy/decide.ts";
import { exitCode, type Outcome } from "../deploy/outcome.ts";
import { overridesOf } from "../deploy/order.ts";
import { reportUnbegun, type CheckReport, type Report } from "../deploy/report.ts";
import { remindersOf } from "../deploy/reminder.ts";
import type { SourceResult } from "../deploy/source.ts";
import { formatCheck, formatReport } from "../deploy/text.ts";
import { relationOf } from "../files/checkout.ts";
import { ROOT } from "../files/root.ts";
import { formatProblem } from "../inventory/problem.ts";
import type { Source } from "../release/desired.ts";
import { withEarly, type Early } from "./early.ts";
import { findSource } from "./find-source.ts";
import { formatProblems, instancesOf, loadMember, vaultPasswordOf } from "./load-tenant.ts";
import { makeOrder } from "./make-order.ts";
import type { Options } from "./options.ts";
import { componentNames, findRelease } from "./find-release.ts";
import { sshKeyOf } from "./ssh-key.ts";
import { openWorld } from "./world.ts";
import { WrongCall } from "./wrong-call.ts";

/** What a deploy needs beside what was typed. */
export interface Means {
  /** The program `ansible-playbook`. */
  readonly ansible: string;
  /** Opens the vault; absent: it stays sealed. */
  readonly vaultPassword?: string;
  /** A private key's file; absent: the agent's keys and the default ones. */
  readonly sshKey?: string;
  /** Where the tenant's files come from, for a caller that knows; absent: a laptop's checkout is judged. */
  readonly source?: Source;
  /** The text of a lock that is not written: what a check of an upgrade looks at. Absent: the tenant's file. */
  readonly lock?: string;
  /** The question to the hosts, where the caller began it already. */
  readonly early?: Early;
}

/** Deploys, or with `--check` says what a deploy would do, and prints it; returns the exit code. Throws `WrongCall`. */
export async function runDeploy(
  options: Options,
  given: Pick<Means, "lock" | "early"> = {},
): Promise<number> {
  const vaultPassword = vaultPasswordOf(options);
  const sshKey = sshKeyOf(options);
  const means = {
    ansible: ownAnsible(ROOT),
    ...(vaultPassword === undefined ? {} : { vaultPassword }),
    ...(sshKey === undefined ? {} : { sshKey }),
    ...given,
  };
  return print(options, await deployTenant(options, means));
}

/** Prints the report of a deploy that was not begun; returns the exit code. */
export function printUnbegun(options: Options, outcome: Outcome, reason: string): number {
  const source = { commit: null, unreviewed: options.unreviewed ?? null };
  return print(options, unbegun(options, wishesOf(options), source, outcome, reason, 0));
}

/** Deploys one tenant, or checks it; what it does goes to stderr, its end is the report. Throws `WrongCall`. */
export function deployTenant(options: Options, means: Means): Promise<Report | CheckReport> {
  const { ansible, sshKey, early } = means;
  if (early) return deployEarly(options, means, early);
  return withEarly("ask.yml", ansible, sshKey, (begun) => deployEarly(options, means, begun));
}

async function deployEarly(options: Options, means: Means, early: Early): Promise<Report | CheckReport> {
  const found = means.source ? sourceIs(means.source) : findSource(options);
  try {
    const report = await deployFrom(found, options, means, early);
    if (!("check" in report)) remind(options, found, report);
    return report;
  } catch (error) {
    if (error instanceof WrongCall) remind(options, found, { outcome: "refused", transaction: null });
    throw error;
  }
}

async function deployFrom(
  found: SourceResult,
  options: Options,
  means: Means,
  early: Early,
): Promise<Report | CheckReport> {
  const wishes = wishesOf(options);
  const began = Date.now();
  const seconds = (): number => Math.round((Date.now() - began) / 100) / 10;
  const names = componentNames(options.component);
  const loaded = await loadMember(options, means.vaultPassword, means.lock);
  const source = found.ok ? found.source : { commit: null, unreviewed: null };
  const stop = (outcome: Outcome, reason: string): Report | CheckReport =>
    unbegun(options, wishes, source, outcome, reason, seconds());
  if (!loaded.ok) {
    process.stderr.write(formatProblems(loaded.problems));
    const [first, ...others] = loaded.problems.filter(({ severity }) => severity === "error");
    const more = others.length > 0 ? ` (and ${String(others.length)} more)` : "";
    return stop("refused", `${first ? formatProblem(first) : ""}${more} Nothing was touched.`);
  }
  if (!found.ok) return stop("refused", `${found.message}. ${sayUntouched(found.edited)}`);
  const release = findRelease(loaded.tenant, names);
  if (!release.ok) return stop("refused", `${release.message}. Nothing was touched.`);
  const made = makeOrder(loaded.tenant, release.release, wishes, source);
  if (!made.ok) return stop("refused", `${made.message}. Nothing was touched.`);
  const { order, desired, secrets } = made;
  const { ansible, sshKey, vaultPassword } = means;
  const world = openWorld({
    root: ROOT,
    ansible,
    tenant: loaded.tenant,
    desired,
    early,
    secrets: vaultPassword === undefined ? secrets : [...secrets, vaultPassword],
    relationTo: (commit) => relationOf(instancesOf(options), source.commit, commit),
    ...(sshKey === undefined ? {} : { sshKey }),
  });
  try {
    const report = wishes.check ? await check(order, world.edges) : await deploy(order, world.edges);
    return { ...report, seconds: seconds() };
  } finally {
    await world.close();
  }
}

function sourceIs(source: Source): SourceResult {
  return { ok: true, source, edited: [], deployed: [] };
}

/** What a refused source left as it was; deploy.sh has edited files before it is refused. */
function sayUntouched(edited: readonly string[]): string {
  if (edited.length === 0) return "Nothing was touched.";
  return `No host was touched, and the edit of ${edited.join(", ")} stays: drop it before a git pull.`;
}

/** Says what is left to do about files that are not committed. */
function remind(options: Options, found: SourceResult, end: Pick<Report, "outcome" | "transaction">): void {
  const why = found.ok ? (found.source.unreviewed ?? "") : `deploy.sh ${options.editedBy ?? ""}`;
  const place = { directory: instancesOf(options), message: `Deploy ${options.tenant ?? ""} (${why})` };
  const lines = remindersOf(found, end, place);
  process.stderr.write(lines.map((line) => `oml: ${line}\n`).join(""));
}

function wishesOf({ switches }: Options): Wishes {
  return {
    check: switches.has("check"),
    now: switches.has("now"),
    retry: switches.has("retry"),
    newData: switches.has("new-data"),
    prepare: switches.has("prepare"),
    allowOlder: switches.has("allow-older"),
  };
}

/** A report of a run that never came to its hosts. */
function unbegun(
  options: Options,
  wishes: Wishes,
  source: Source,
  outcome: Outcome,
  reason: string,
  seconds: number,
): Report | CheckReport {
  const tenant = options.tenant ?? "";
  if (wishes.check) {
    const frame = { format: 1, tenant, check: true, reason, release: "", seconds } as const;
    return { ...frame, would: outcome, first: [], changes: [], notices: [] };
  }
  return reportUnbegun({ tenant, source, overrides: overridesOf(wishes), seconds }, outcome, reason);
}

function print(options: Options, report: Report | CheckReport): number {
  const isCheck = "check" in report;
  const text = (): string => (isCheck ? formatCheck(report) : formatReport(report));
  process.stdout.write(options.format === "json" ? `${JSON.stringify(report)}\n` : text());
  if (isCheck) return report.would === "deploy" || report.would === "unchanged" ? 0 : 1;
  return exitCode(report.outcome);
}
