/** The story of this action: policies and records read, each tenant judged, its issue kept, the whole told. */
import { decideIssues, type Judged } from "../../../src/backup/freshness-issue.ts";
import { findTroubles } from "../../../src/backup/freshness.ts";
import { formatFreshness, sayCount } from "../../../src/backup/freshness-summary.ts";
import { policyOf, type BackupPolicy } from "../../../src/backup/policy.ts";
import { historiesOf, type BackupRecord } from "../../../src/backup/record.ts";
import { readFleetFolder } from "../../../src/files/fleet-folder.ts";
import { tenantsFolder } from "../../../src/files/tenants-folder.ts";
import { backupHorizon, readBackupRecords } from "../../../src/github/backup-records.ts";
import { openGitHub } from "../../../src/github/client.ts";
import { keepIssues, readIssues } from "../../../src/github/freshness-issues.ts";
import { annotation, harmlessLine } from "../../../src/runner/log-text.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import { INPUTS } from "./inputs.ts";

/** Judges the fleet's backups from records alone. Where those or the issues cannot be read, no issue is touched. */
export async function main(runner: Runner): Promise<void> {
  const { workspace, apiUrl, repository } = runner.run;
  const folder = tenantsFolder(workspace, runner.input("instances") || INPUTS.instances.default);
  if (!folder.ok) return runner.fail(`No issue was touched. ${folder.sentence}`);
  const { tenants } = readFleetFolder(folder.directory, folder.prefix);
  const policies = tenants.flatMap((tenant) => policyOf(tenant) ?? []);
  const github = openGitHub({ apiUrl, repository, token: runner.input("github-token") });
  const now = Date.now();
  const read = await readBackupRecords(github, backupHorizon(now, policies));
  if (!read.ok) return runner.fail(sayUnread("The records", read.message));
  const issues = await readIssues(github);
  if (!issues.ok) return runner.fail(sayUnread("The issues", issues.message));
  for (const note of read.value.notes) runner.print(`${harmlessLine(`Backup records: ${note}.`)}\n`);
  const judged = judge(policies, read.value.records, now);
  const kept = await keepIssues(github, decideIssues(judged, issues.value, await github.whoAmI()));
  await runner.summarize(formatFreshness(judged, kept.done, now));
  tell(runner, judged, kept.done);
  if (kept.troubles.length > 0) runner.fail(harmlessLine(kept.troubles.join(" ")));
}

function judge(
  policies: readonly BackupPolicy[],
  records: readonly BackupRecord[],
  now: number,
): readonly Judged[] {
  const histories = historiesOf(records);
  return policies.map((policy) => {
    const known = histories.get(policy.tenant);
    return { tenant: policy.tenant, known, troubles: findTroubles(policy, known, now) };
  });
}

function tell(runner: Runner, judged: readonly Judged[], done: readonly string[]): void {
  const troubled = judged.filter(({ troubles }) => troubles.length > 0);
  for (const { tenant, troubles } of troubled) {
    const text = harmlessLine(troubles.join(" "));
    runner.print(annotation("warning", `Backups of ${tenant}`, text));
  }
  for (const line of done) runner.print(`${harmlessLine(line)}\n`);
  runner.setOutput("tenants", String(judged.length));
  runner.setOutput("troubled", String(troubled.length));
  runner.print(`${sayCount(judged)}.\n`);
}

function sayUnread(what: string, message: string): string {
  return harmlessLine(`${what} cannot be read, so nobody knows, and no issue was touched: ${message}.`);
}
