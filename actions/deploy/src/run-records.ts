/** What a run reads and leaves at GitHub: which tenant ended how, at which commit. A check leaves nothing. */
import type { TenantRecord } from "../../../src/fleet/record.ts";
import type { RunPlan } from "../../../src/fleet/run-plan.ts";
import { tenantsIn } from "../../../src/fleet/run-plan.ts";
import type { RunVerdict } from "../../../src/fleet/verdict.ts";
import type { Reviewed } from "../../../src/fleet/reviewed.ts";
import { openGitHub } from "../../../src/github/client.ts";
import { defaultBranchOf } from "../../../src/github/event.ts";
import type { GitHub } from "../../../src/github/ports.ts";
import { readRecords } from "../../../src/github/read-records.ts";
import { closeRun, openRun, writeRecords, type RunEnd } from "../../../src/github/write-records.ts";
import { WAVES } from "../../../src/inventory/wave.ts";
import { findReviewed } from "../../../src/plan/find-reviewed.ts";
import { annotation, harmlessLine } from "../../../src/runner/log-text.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import type { Inputs } from "./inputs.ts";

/** What earlier runs left. */
export interface Remembered {
  /** The latest record of each tenant that has one. */
  readonly records: ReadonlyMap<string, TenantRecord>;
  /** The commit of the last fully successful deploy; null: none is known. */
  readonly fullSuccess: string | null;
  /** Tenants that another run has not done with. */
  readonly underWay: ReadonlySet<string>;
}

/** Reads the records of the fleet. Where GitHub does not tell, none are known, and every tenant is looked at. */
export async function remember(
  runner: Runner,
  inputs: Inputs,
  tenants: readonly string[],
): Promise<Remembered> {
  const answer = await readRecords(gitHubOf(runner, inputs), { tenants, run: runner.run.url });
  if (!answer.ok) {
    warn(runner, `They cannot be read, so every tenant is looked at: ${answer.message}.`);
    return { records: new Map(), fullSuccess: null, underWay: new Set() };
  }
  const { latest, since, underWay, notes } = answer.value;
  for (const note of notes) runner.print(`${harmlessLine(`Deployment records: ${note}.`)}\n`);
  return { records: latest, fullSuccess: since, underWay };
}

/** What the pull requests that brought the commit showed of its releases; nothing where GitHub does not tell. */
export async function findReviews(
  runner: Runner,
  inputs: Inputs,
  commit: string,
): Promise<readonly Reviewed[]> {
  if (inputs.token === "") return [];
  const branch = defaultBranchOf(runner.run.payload) ?? runner.run.ref;
  const found = await findReviewed(gitHubOf(runner, inputs), commit, branch);
  if (found.ok) return found.value;
  runner.print(
    `${harmlessLine(`Releases are not compared with their pull request's plan: ${found.message}.`)}\n`,
  );
  return [];
}

/** Says that the run begins, before a host is touched; its number, or null where GitHub did not take it. */
export async function announce(runner: Runner, inputs: Inputs, plan: RunPlan): Promise<number | null> {
  const tenants = plan.shards.flatMap((shard) => shard.tenants);
  if (inputs.check || tenants.length === 0) return null;
  const { commit, isWhole } = plan;
  const opening = { run: runner.run.url, commit, isWhole, tenants };
  const answer = await openRun(gitHubOf(runner, inputs), opening);
  if (answer.ok) return answer.value;
  warn(runner, `That this run begins cannot be recorded: ${answer.message}. The hosts' own records hold.`);
  return null;
}

/** Writes how each tenant ended, and closes the run. */
export async function conclude(
  runner: Runner,
  inputs: Inputs,
  plan: RunPlan,
  verdict: RunVerdict,
  opened: number | null,
): Promise<void> {
  if (inputs.check || verdict.tenants.length === 0) return;
  const github = gitHubOf(runner, inputs);
  const { url: run } = runner.run;
  const sizes = Object.fromEntries(WAVES.map((wave) => [wave, tenantsIn(plan, wave)]));
  const troubles: string[] = [];
  for (const wave of WAVES) {
    const own = verdict.tenants.filter(({ result }) => result.wave === wave).map(({ record }) => record);
    const { unwritten, troubles: told } = await writeRecords(github, wave, own, {
      commit: plan.commit,
      run,
      sizes,
    });
    troubles.push(...told, ...(unwritten.length === 0 ? [] : [`not written: ${unwritten.join(", ")}`]));
  }
  // A run whose records are not all there stays open: the next one takes it for interrupted, and looks at all it held.
  if (opened !== null && troubles.length === 0) {
    const answer = await closeRun(github, opened, {
      state: stateOf(verdict),
      description: verdict.sentence,
      run,
    });
    if (!answer.ok) troubles.push(answer.message);
  }
  for (const trouble of troubles) warn(runner, `${trouble}. The next run looks at those tenants again.`);
}

function stateOf({ colour, isFullSuccess }: RunVerdict): RunEnd["state"] {
  if (isFullSuccess) return "success";
  return colour === "red" ? "failure" : "inactive";
}

function gitHubOf({ run: { apiUrl, repository } }: Runner, { token }: Inputs): GitHub {
  return openGitHub({ apiUrl, repository, token });
}

function warn(runner: Runner, message: string): void {
  runner.print(annotation("warning", "Deployment records", harmlessLine(message)));
}
