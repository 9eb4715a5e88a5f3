/** The last job: the whole run in one table and one sentence, what it proved kept, green or red. */
import { historiesOf, type BackupRecord } from "../../../src/backup/record.ts";
import type { BackupPlan } from "../../../src/backup/run-plan.ts";
import { judgeBackups, type BackupTenantResult, type BackupVerdict } from "../../../src/backup/run-result.ts";
import { formatBackupSummary } from "../../../src/backup/run-summary.ts";
import { sizeChart } from "../../../src/backup/size-chart.ts";
import { table } from "../../../src/deploy/text.ts";
import { readPlan, readResults } from "../../../src/files/run-files.ts";
import { backupHorizon, readBackupRecords, writeBackupRecords } from "../../../src/github/backup-records.ts";
import { openGitHub } from "../../../src/github/client.ts";
import type { GitHub } from "../../../src/github/ports.ts";
import { annotation, harmlessLine } from "../../../src/runner/log-text.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import type { Job } from "./job.ts";

/** Tells of the run, keeps its records, and fails the job where the verdict is red or they cannot be kept. */
export async function reportRun({ runner, inputs, folders }: Job): Promise<void> {
  const plan = readPlan<BackupPlan>(folders.plan);
  if (plan === undefined)
    return runner.fail("This run made no plan: open its job plan above. No host was contacted.");
  const now = new Date();
  const { url: run, apiUrl, repository } = runner.run;
  const results = readResults<BackupTenantResult>(folders.results);
  const verdict = judgeBackups(plan, results, run, now.toISOString());
  const github = openGitHub({ apiUrl, repository, token: inputs.token });
  const earlier = await readEarlier(runner, github, now.getTime());
  const troubles = await keep(github, verdict.records, { commit: plan.commit, run });
  await runner.summarize(formatBackupSummary(verdict, chartOf(plan, [...earlier, ...verdict.records], now)));
  runner.print(`${logOf(verdict).map(harmlessLine).join("\n")}\n`);
  runner.setOutput("colour", verdict.colour);
  for (const trouble of troubles) runner.print(annotation("error", "Backup records", harmlessLine(trouble)));
  tellColour(runner, verdict, troubles.length > 0);
}

/** What earlier runs proved, for the chart alone: where GitHub does not tell, there is none. */
async function readEarlier(runner: Runner, github: GitHub, now: number): Promise<readonly BackupRecord[]> {
  const answer = await readBackupRecords(github, backupHorizon(now, []));
  if (answer.ok) return answer.value.records;
  runner.print(`${harmlessLine(`Earlier records cannot be read: ${answer.message}.`)}\n`);
  return [];
}

function chartOf({ fleet }: BackupPlan, records: readonly BackupRecord[], now: Date): readonly string[] {
  const own = new Set(fleet);
  const histories = historiesOf(records.filter(({ tenant }) => own.has(tenant)));
  return sizeChart(histories.values(), now.getTime());
}

/** Keeps what was proved; returns what went wrong, a sentence each. */
async function keep(
  github: GitHub,
  records: readonly BackupRecord[],
  run: { readonly commit: string; readonly run: string },
): Promise<readonly string[]> {
  const { unwritten, troubles } = await writeBackupRecords(github, records, run);
  const left = unwritten.length === 0 ? [] : [`not written: ${unwritten.join(", ")}`];
  return [...troubles, ...left].map((one) => `${one}. What nobody recorded, the next run does again.`);
}

function logOf({ tenants }: BackupVerdict): readonly string[] {
  return table(
    tenants.flatMap(({ deeds }) =>
      deeds.map(({ report: { tenant, outcome, set, seconds, reason } }) => [
        tenant,
        outcome,
        set ?? "",
        `${seconds.toFixed(1)} s`,
        reason,
      ]),
    ),
  );
}

function tellColour(runner: Runner, { colour, sentence }: BackupVerdict, isUnrecorded: boolean): void {
  const text = harmlessLine(isUnrecorded ? `${sentence} It could not be recorded.` : sentence);
  if (colour === "red" || isUnrecorded) return runner.fail(text);
  if (colour === "warning") runner.print(annotation("warning", "Backup", text));
  else runner.print(`${text}\n`);
}
