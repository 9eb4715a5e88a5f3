/** The commands about backup sets: take one, list them, prove one, let old ones go. */
import { formatSets } from "../backup/sets-text.ts";
import { backupExitCode, formatBackup, type BackupReport } from "../backup/report.ts";
import type { BackupEnd } from "../backup/judge.ts";
import type { BackupTask } from "../backup/play.ts";
import { planRetention } from "../backup/retention.ts";
import { listSets, proveSet, removeSets, takeBackup, type Listed, type Proof } from "../backup/take.ts";
import type { Edges } from "../deploy/edges.ts";
import { inside, openBackup } from "./open-backup.ts";
import type { Options } from "./options.ts";

/** The commands about sets. */
export type BackupCommand = "backup" | "backups" | "verify" | "drill" | "retain";

/** Does one of the commands; returns its exit code. Throws `WrongCall`. */
export function runBackupCommand(name: BackupCommand, options: Options): Promise<number> {
  switch (name) {
    case "backup":
      return report(options, takeBackup);
    case "backups":
      return printSets(options);
    case "verify":
    case "drill":
      return report(options, prover(name, options));
    case "retain":
      return report(options, retainer(options));
  }
}

/** Proves the set that was named, or the newest. */
function prover(proof: Proof, options: Options): Work {
  return async (task, edges) => {
    if (options.set !== undefined) return proveSet(task, edges, proof, options.set);
    const listed = await listSets(task, edges);
    if (!listed.ok) return unbegun(task.tenant, listed.end, task.place);
    const [newest] = listed.sets;
    if (newest !== undefined) return proveSet(task, edges, proof, newest.id);
    const reason = `There is no set of ${task.tenant}. Take one: oml backup --tenant ${task.tenant}`;
    return unbegun(task.tenant, ["refused", reason], task.place);
  };
}

/** Removes the sets that the policy lets go, after it said which; with `--check` only says so. */
function retainer({ switches }: Options): Work {
  return async (task, edges) => {
    const listed = await listSets(task, edges);
    if (!listed.ok) return unbegun(task.tenant, listed.end, task.place);
    const plan = planOf(task, listed);
    if (!plan.ok) return unbegun(task.tenant, ["refused", plan.sentence], task.place);
    process.stderr.write(formatSets(task.tenant, listed.sets, listed.now, plan));
    if (!switches.has("check")) return removeSets(task, edges, plan.removed);
    const names = plan.removed.map(({ id }) => id).join(", ") || "no set";
    return unbegun(
      task.tenant,
      ["retained", `It would remove: ${names}. Nothing was removed now.`],
      task.place,
    );
  };
}

function planOf({ tenant, keep }: BackupTask, { sets, now, skew }: Extract<Listed, { ok: true }>) {
  return planRetention(sets, keep, { tenant, now, skew });
}

/** Lists the sets, the newest first; returns 0, or 1 where they cannot be listed. */
async function printSets(options: Options): Promise<number> {
  const opened = openBackup(options);
  if (!opened.ok) return complain(opened.message);
  const { task } = opened;
  const listed = await inside(opened, listSets);
  if (!listed.ok) return complain(`${listed.end[0]}: ${listed.end[1]}`);
  const { sets, now } = listed;
  const document = { format: 1, tenant: task.tenant, now, sets };
  const text = (): string => formatSets(task.tenant, sets, now, planOf(task, listed));
  process.stdout.write(options.format === "json" ? `${JSON.stringify(document)}\n` : text());
  return 0;
}

type Work = (task: BackupTask, edges: Edges) => Promise<BackupReport>;

async function report(options: Options, work: Work): Promise<number> {
  const opened = openBackup(options);
  if (!opened.ok) {
    return print(options, unbegun(options.tenant ?? "", ["refused", `${opened.message}. Nothing was done.`]));
  }
  return print(options, await inside(opened, work));
}

function print(options: Options, report: BackupReport): number {
  process.stdout.write(options.format === "json" ? `${JSON.stringify(report)}\n` : formatBackup(report));
  return backupExitCode(report);
}

function unbegun(
  tenant: string,
  [outcome, reason]: BackupEnd,
  place: BackupReport["place"] = "off-host",
): BackupReport {
  const nothing = { set: null, bytes: null, rows: null, dumpSeconds: null, verified: false, seconds: 0 };
  return { format: 1, tenant, outcome, reason, place, ...nothing };
}

function complain(text: string): number {
  process.stderr.write(`oml backups: ${text}\n`);
  return 1;
}
