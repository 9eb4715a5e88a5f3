/** The first job: which tenants are worked on, and what is due of each. It has no secrets and contacts no host. */
import { policyOf, type BackupPolicy } from "../../../src/backup/policy.ts";
import { historiesOf, type BackupHistory } from "../../../src/backup/record.ts";
import { planBackups, verbsOf, type BackupPlan } from "../../../src/backup/run-plan.ts";
import { readFleetFolder } from "../../../src/files/fleet-folder.ts";
import { commitOf } from "../../../src/files/git-objects.ts";
import { writePlan } from "../../../src/files/run-files.ts";
import { tenantsFolder } from "../../../src/files/tenants-folder.ts";
import { matrixOf } from "../../../src/fleet/shards.ts";
import { backupHorizon, readBackupRecords } from "../../../src/github/backup-records.ts";
import { openGitHub } from "../../../src/github/client.ts";
import { annotation, harmlessLine } from "../../../src/runner/log-text.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import type { Job } from "./job.ts";

/** Plans the run, leaves the plan for the other jobs, and sets their matrix. */
export async function makePlan({ runner, inputs, folders }: Job): Promise<void> {
  const { run } = runner;
  const folder = tenantsFolder(run.workspace, inputs.instances);
  if (!folder.ok) return refuse(runner, folder.sentence);
  const commit = commitOf(run.workspace, "HEAD");
  if (commit === undefined)
    return refuse(
      runner,
      "git cannot tell which commit is checked out. Put actions/checkout before this step.",
    );
  const { tenants } = readFleetFolder(folder.directory, folder.prefix);
  const policies = tenants.flatMap((tenant) => policyOf(tenant) ?? []);
  const now = Date.now();
  const planned = planBackups({
    commit,
    mode: inputs.mode,
    wanted: inputs.tenants,
    tenants: tenants.map(({ name }) => name),
    policies,
    histories: await remember(runner, inputs.token, policies, now),
    now,
  });
  if (!planned.ok) return refuse(runner, planned.message);
  writePlan(folders.plan, planned.plan);
  await tell(runner, planned.plan);
}

/** What earlier runs proved. Where GitHub does not tell, nothing is known, and what nobody knows is due. */
async function remember(
  runner: Runner,
  token: string,
  policies: readonly BackupPolicy[],
  now: number,
): Promise<ReadonlyMap<string, BackupHistory>> {
  const { apiUrl, repository } = runner.run;
  const github = openGitHub({ apiUrl, repository, token });
  const answer = await readBackupRecords(github, backupHorizon(now, policies));
  if (!answer.ok) {
    const text = `They cannot be read, so everything is due: ${answer.message}.`;
    runner.print(annotation("warning", "Backup records", harmlessLine(text)));
    return new Map();
  }
  for (const note of answer.value.notes) runner.print(`${harmlessLine(`Backup records: ${note}.`)}\n`);
  return historiesOf(answer.value.records);
}

async function tell(runner: Runner, plan: BackupPlan): Promise<void> {
  const names = plan.shards.flatMap(({ tenants }) => tenants);
  const counted = `${String(names.length)} of ${String(plan.fleet.length)} tenants with backups`;
  const head = names.length === 0 ? `Nothing is due of ${sayAll(plan)}; no host is contacted.` : "";
  runner.print(`${head || `Commit ${plan.commit.slice(0, 8)}: ${counted} take part.`}\n`);
  if (head !== "") await runner.summarize(`✅ ${head}\n`);
  for (const name of names) {
    const verbs = verbsOf(plan, name).join(", ");
    runner.print(`${harmlessLine(`  ${name}: ${verbs}: ${plan.why[name] ?? ""}`)}\n`);
  }
  runner.setOutput("commit", plan.commit);
  runner.setOutput("tenants", String(names.length));
  runner.setOutput("shards", names.length === 0 ? "" : matrixOf(plan.shards, 1));
}

function sayAll({ fleet }: BackupPlan): string {
  if (fleet.length === 0) return "any tenant: none has a block backup in its tenant.yml";
  return `${String(fleet.length)} ${fleet.length === 1 ? "tenant" : "tenants"} with backups`;
}

function refuse(runner: Runner, sentence: string): void {
  runner.fail(`No host was contacted. ${sentence}`);
}
