/** The first job: which tenants are looked at, in which waves and shards. It has no secrets and contacts no host. */
import { tenantAtTip } from "../../../src/fleet/at-tip.ts";
import type { Trigger } from "../../../src/fleet/candidates.ts";
import { matrixOf } from "../../../src/fleet/shards.ts";
import { WAVES } from "../../../src/inventory/wave.ts";
import { planRun, tenantsIn, type RunPlan } from "../../../src/fleet/run-plan.ts";
import { readFleetFolder } from "../../../src/files/fleet-folder.ts";
import { readHistory } from "../../../src/files/git-branch.ts";
import { readMergesFor } from "../../../src/files/git-merges.ts";
import { commitOf } from "../../../src/files/git-objects.ts";
import { tenantsFolder } from "../../../src/files/tenants-folder.ts";
import { writeOpened, writePlan } from "../../../src/files/run-files.ts";
import { harmlessLine } from "../../../src/runner/log-text.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import type { Job } from "./job.ts";
import { announce, findReviews, remember } from "./run-records.ts";
import { toolkitCommit } from "./toolkit-commit.ts";

/** Plans the run, leaves the plan for the other jobs, and sets the matrices of their waves. */
export async function makePlan({ runner, inputs, folders }: Job): Promise<void> {
  const { run } = runner;
  const trigger = triggerOf(run.event, inputs.tenants);
  const folder = tenantsFolder(run.workspace, inputs.instances);
  if (!folder.ok) return refuse(runner, folder.sentence);
  const commit = commitOf(run.workspace, "HEAD");
  if (commit === undefined)
    return refuse(
      runner,
      "git cannot tell which commit is checked out. Put actions/checkout before this step.",
    );
  const { directory, prefix } = folder;
  const tenants = readFleetFolder(directory, prefix).tenants.map(tenantAtTip);
  const names = tenants.map(({ name }) => name);
  const { records, fullSuccess, underWay } = await remember(runner, inputs, names);
  const isPartial = inputs.check || inputs.component !== "all";
  const history = readHistory(run.workspace, fullSuccess, records.values(), commit);
  const known = { tenants, records, prefix, ...history };
  const planned = planRun({
    trigger,
    underWay,
    ...known,
    merges: readMergesFor(run.workspace, known, commit),
    toolkit: toolkitCommit(run, commit),
    commit,
    isPartial,
    reviewed: isPartial ? [] : await findReviews(runner, inputs, commit),
  });
  if (!planned.ok) return refuse(runner, planned.message);
  writePlan(folders.plan, planned.plan);
  writeOpened(folders.plan, await announce(runner, inputs, planned.plan));
  tell(runner, planned.plan);
}

function triggerOf(event: string, tenants: readonly string[]): Trigger {
  if (event === "workflow_dispatch") return { kind: "dispatch", tenants };
  return event === "schedule" ? { kind: "schedule" } : { kind: "push" };
}

function tell(runner: Runner, plan: RunPlan): void {
  const names = plan.shards.flatMap(({ tenants }) => tenants);
  say(runner, `Commit ${plan.commit.slice(0, 8)}: ${String(names.length)} tenants take part.`);
  for (const wave of WAVES) {
    if (tenantsIn(plan, wave) === 0) continue;
    const shards = plan.shards.filter((shard) => shard.wave === wave);
    say(
      runner,
      `Wave ${String(wave)}: ${String(tenantsIn(plan, wave))} tenants in ${String(shards.length)} jobs.`,
    );
    for (const name of shards.flatMap(({ tenants }) => tenants))
      say(runner, `  ${name}: ${plan.why[name] ?? ""}`);
  }
  for (const name of plan.removed)
    say(runner, `${name}: its folder is gone; its hosts are left as they are and run on.`);
  runner.setOutput("commit", plan.commit);
  runner.setOutput("tenants", String(names.length));
  for (const wave of WAVES) {
    const matrix = tenantsIn(plan, wave) === 0 ? "" : matrixOf(plan.shards, wave);
    runner.setOutput(`wave-${String(wave)}`, matrix);
  }
}

function say(runner: Runner, line: string): void {
  runner.print(`${harmlessLine(line)}\n`);
}

function refuse(runner: Runner, sentence: string): void {
  runner.fail(`No host was contacted. ${sentence}`);
}
