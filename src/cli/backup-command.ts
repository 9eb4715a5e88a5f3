/** The commands about backup sets: take one, list them, prove one, let old ones go. */
import { formatSets } from "../backup/sets-text.ts";
import type { BackupTask } from "../backup/play.ts";
import { backupExitCode, formatBackup, reportUnbegun, type BackupReport } from "../backup/report.ts";
import type { Verb } from "../backup/record.ts";
import { keptUntil } from "../backup/kept-until.ts";
import { READ_LONGEST_AGO, readLongestAgo, setToRestore, type BackupSet } from "../backup/set.ts";
import {
  planRemoval,
  planRetention,
  type NoRetention,
  type Retention,
  type RetentionScope,
} from "../backup/retention.ts";
import { listSets, proveSet, removeSets, takeBackup, type Listed, type Proof } from "../backup/take.ts";
import type { Edges } from "../deploy/edges.ts";
import { confirmRemoval } from "./confirm.ts";
import { inside, openBackup, type BackupMeans } from "./open-backup.ts";
import type { Options } from "./options.ts";

/** The commands about sets. */
export type BackupCommand = Verb | "backups";

/** Does one of the commands; returns its exit code. Throws `WrongCall`. */
export async function runBackupCommand(name: BackupCommand, options: Options): Promise<number> {
  if (name === "backups") return printSets(options);
  return print(options, await workOnSets(name, options));
}

/** Does what a command is for, and reports it; nothing is printed but what is being done. Throws `WrongCall`. */
export async function workOnSets(verb: Verb, options: Options, means?: BackupMeans): Promise<BackupReport> {
  const opened = openBackup(options, means);
  if (!opened.ok)
    return reportUnbegun(options.tenant ?? "", "refused", `${opened.message}. Nothing was done.`);
  if (verb === "retain") await confirmRemoval(options);
  return inside(opened, workFor(verb, options));
}

function workFor(verb: Verb, options: Options): Work {
  switch (verb) {
    case "backup":
      return (task, edges) => takeBackup(task, edges);
    case "verify":
    case "drill":
      return prover(verb, options);
    case "retain":
      return retainer(options);
  }
}

/** Proves the set that was named; or else reads back the newest, or drills the newest whole one that a restore would take. */
export function prover(proof: Proof, { set: wanted }: Options): Work {
  return async (task, edges) => {
    const isInTurn = wanted === READ_LONGEST_AGO;
    if (wanted !== undefined && !isInTurn) return proveSet(task, edges, proof, wanted);
    const listed = await listSets(task, edges);
    if (!listed.ok) return reportUnbegun(task.tenant, ...listed.end, task.place);
    const { sets } = listed;
    const unnamed = proof === "drill" ? setToRestore(sets, task.tenant, undefined) : sets[0];
    const set = isInTurn ? readLongestAgo(sets) : unnamed;
    if (set !== undefined) return proveSet(task, edges, proof, set.id);
    return reportUnbegun(task.tenant, "refused", sayNone(task.tenant, sets), task.place);
  };
}

function sayNone(tenant: string, sets: readonly BackupSet[]): string {
  const none =
    sets.length === 0
      ? `There is no set of ${tenant}`
      : `No set of ${tenant} that a restore would take was read back whole`;
  return `${none}. Take one: oml backup --tenant ${tenant}`;
}

/** Removes the set that was named, or those that the policy lets go, after it said which; with `--check` only says so. */
function retainer({ set, switches }: Options): Work {
  return async (task, edges) => {
    const listed = await listSets(task, edges);
    if (!listed.ok) return reportUnbegun(task.tenant, ...listed.end, task.place);
    const scope = scopeOf(task, listed);
    const policy = planRetention(listed.sets, task.keep, scope);
    const plan = set === undefined ? policy : planRemoval(listed.sets, set, scope);
    if (!plan.ok) return reportUnbegun(task.tenant, "refused", plan.sentence, task.place);
    process.stderr.write(tableOf(task, listed, policy));
    if (!switches.has("check")) return removeSets(task, edges, plan.removed, set !== undefined);
    const names = plan.removed.map(({ id }) => id).join(", ") || "no set";
    return reportUnbegun(
      task.tenant,
      "retained",
      `It would remove: ${names}. Nothing was removed now.`,
      task.place,
    );
  };
}

type Known = Extract<Listed, { ok: true }>;

function scopeOf({ tenant }: BackupTask, { now, skew }: Known): RetentionScope {
  return { tenant, now, skew };
}

function tableOf(task: BackupTask, listed: Known, plan: Retention | NoRetention): string {
  const until = keptUntil(plan, task.keep, scopeOf(task, listed));
  return formatSets(task.tenant, listed.sets, listed.now, plan, until);
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
  const text = (): string => tableOf(task, listed, planRetention(sets, task.keep, scopeOf(task, listed)));
  process.stdout.write(options.format === "json" ? `${JSON.stringify(document)}\n` : text());
  return 0;
}

type Work = (task: BackupTask, edges: Edges) => Promise<BackupReport>;

function print(options: Options, report: BackupReport): number {
  process.stdout.write(options.format === "json" ? `${JSON.stringify(report)}\n` : formatBackup(report));
  return backupExitCode(report);
}

function complain(text: string): number {
  process.stderr.write(`oml backups: ${text}\n`);
  return 1;
}
