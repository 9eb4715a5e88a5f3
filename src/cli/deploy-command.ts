/** `oml deploy`: reads a tenant, resolves its tags, deploys or checks, prints one report. */
import { check, deploy } from "../deploy/deploy.ts";
import type { Wishes } from "../deploy/decide.ts";
import { exitCode, type Outcome } from "../deploy/outcome.ts";
import type { CheckReport, Report } from "../deploy/report.ts";
import { formatCheck, formatReport } from "../deploy/text.ts";
import { formatProblem } from "../inventory/problem.ts";
import { formatProblems, loadMember, ROOT, sshKeyOf } from "./load-tenant.ts";
import { makeOrder } from "./make-order.ts";
import type { Options } from "./options.ts";
import { componentNames } from "./find-release.ts";
import { openWorld } from "./world.ts";

/** Deploys, or with `--check` says what a deploy would do; returns the exit code. Throws `WrongCall`. */
export async function runDeploy(options: Options): Promise<number> {
  const wishes = wishesOf(options);
  const began = Date.now();
  componentNames(options.component);
  const sshKey = sshKeyOf(options);
  const loaded = await loadMember(options);
  const stop = (outcome: Outcome, reason: string): number =>
    print(options, unbegun(options, wishes, outcome, reason, (Date.now() - began) / 1000));
  if (!loaded.ok) {
    process.stderr.write(formatProblems(loaded.problems));
    const [first] = loaded.problems;
    const more = loaded.problems.length > 1 ? ` (and ${String(loaded.problems.length - 1)} more)` : "";
    return stop("refused", `${first ? formatProblem(first) : ""}${more} Nothing was touched.`);
  }
  const made = await makeOrder(loaded.tenant, options.component, wishes);
  if (!made.ok) return stop(made.outcome, `${made.messages.join("; ")}. Nothing was touched.`);
  const { order, desired, secrets } = made;
  const world = openWorld({
    root: ROOT,
    tenant: loaded.tenant,
    desired,
    secrets,
    ...(sshKey === undefined ? {} : { sshKey }),
  });
  try {
    const report = wishes.check ? await check(order, world.edges) : await deploy(order, world.edges);
    return print(options, { ...report, seconds: Math.round((Date.now() - began) / 100) / 10 });
  } finally {
    world.close();
  }
}

function wishesOf({ switches }: Options): Wishes {
  return {
    check: switches.has("check"),
    now: switches.has("now"),
    retry: switches.has("retry"),
    newData: switches.has("new-data"),
    prepare: switches.has("prepare"),
  };
}

/** A report of a run that never came to its hosts. */
function unbegun(
  options: Options,
  wishes: Wishes,
  outcome: Outcome,
  reason: string,
  seconds: number,
): Report | CheckReport {
  const frame = { format: 1, tenant: options.tenant ?? "", reason, release: "", seconds } as const;
  if (wishes.check) return { ...frame, check: true, would: outcome, first: [], changes: [] };
  return { ...frame, outcome, transaction: null, hosts: {}, components: [], failure: null };
}

function print(options: Options, report: Report | CheckReport): number {
  const isCheck = "check" in report;
  const text = (): string => (isCheck ? formatCheck(report) : formatReport(report));
  process.stdout.write(options.format === "json" ? `${JSON.stringify(report)}\n` : text());
  if (isCheck) return report.would === "deploy" || report.would === "unchanged" ? 0 : 1;
  return exitCode(report.outcome);
}
