/** `oml backup`, `oml backups` and `oml verify`: take a set, list the sets, read one back. */
import { formatSets } from "../backup/sets-text.ts";
import { backupExitCode, formatBackup, type BackupReport } from "../backup/report.ts";
import type { BackupEnd } from "../backup/judge.ts";
import { listSets, takeBackup, verifySet, type BackupTask } from "../backup/take.ts";
import type { Edges } from "../deploy/edges.ts";
import { openBackup } from "./open-backup.ts";
import type { Options } from "./options.ts";

/** Does one of the commands; returns its exit code. Throws `WrongCall`. */
export function runBackupCommand(name: "backup" | "backups" | "verify", options: Options): Promise<number> {
  if (name === "backups") return printSets(options);
  return report(options, name === "backup" ? takeBackup : verifierOf(options));
}

/** Reads a set back whole: the one that was named, or the newest. */
function verifierOf(options: Options): typeof takeBackup {
  return async (task, edges) => {
    if (options.set !== undefined) return verifySet(task, edges, options.set);
    const listed = await listSets(task, edges);
    if (!listed.ok) return unbegun(task.tenant, listed.end, task.place);
    const [newest] = listed.sets;
    if (newest !== undefined) return verifySet(task, edges, newest.id);
    const reason = `There is no set of ${task.tenant}. Take one: oml backup --tenant ${task.tenant}`;
    return unbegun(task.tenant, ["refused", reason], task.place);
  };
}

/** Lists the sets, the newest first; returns 0, or 1 where they cannot be listed. */
async function printSets(options: Options): Promise<number> {
  const opened = openBackup(options);
  if (!opened.ok) return complain(opened.message);
  const { task, world } = opened;
  try {
    const listed = await listSets(task, world.edges);
    if (!listed.ok) return complain(`${listed.end[0]}: ${listed.end[1]}`);
    const { sets, now } = listed;
    const document = { format: 1, tenant: task.tenant, now, sets };
    process.stdout.write(
      options.format === "json" ? `${JSON.stringify(document)}\n` : formatSets(task.tenant, sets, now),
    );
    return 0;
  } finally {
    await world.close();
  }
}

async function report(
  options: Options,
  work: (task: BackupTask, edges: Edges) => Promise<BackupReport>,
): Promise<number> {
  const opened = openBackup(options);
  if (!opened.ok) {
    return print(options, unbegun(options.tenant ?? "", ["refused", `${opened.message}. Nothing was done.`]));
  }
  const { task, world } = opened;
  try {
    return print(options, await work(task, world.edges));
  } finally {
    await world.close();
  }
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
