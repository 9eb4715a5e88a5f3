/** The command `oml restore`: bring a set back, undo that, or accept it. The tenant's name is typed again first. */
import { isDone } from "../backup/outcome.ts";
import {
  acceptRestore,
  formatRestore,
  restoreSet,
  restoreUnbegun,
  undoRestore,
  type RestoreReport,
  type RestoreWish,
} from "../backup/restore.ts";
import type { BackupTask } from "../backup/play.ts";
import { LATEST } from "../backup/restore-request.ts";
import { setToRestore, type BackupSet } from "../backup/set.ts";
import { listSets } from "../backup/take.ts";
import type { Edges } from "../deploy/edges.ts";
import type { Early } from "./early.ts";
import { inside, openBackup, type BackupMeans, type OpenedBackup } from "./open-backup.ts";
import type { Options } from "./options.ts";

/** Restores, undoes or accepts what was confirmed, and prints it; returns the exit code. Throws `WrongCall`. */
export async function runRestore(options: Options, early: Early): Promise<number> {
  return print(options, await restoreTenant(options, undefined, early));
}

/** Does it, for a caller that had the tenant's name typed again; nothing is printed but what is being done. Throws `WrongCall`. */
export async function restoreTenant(
  options: Options,
  means?: BackupMeans,
  early?: Early,
): Promise<RestoreReport> {
  const opened = openBackup(options, means, early);
  if (!opened.ok) return unbegun(options, "refused", `${opened.message}. Nothing was done.`);
  return inside(opened, work(options, opened));
}

/** The set that would be restored, and the bucket's clock; or why there is none. */
export type FoundSet =
  | { readonly ok: true; readonly set: BackupSet; readonly now: number }
  | { readonly ok: false; readonly report: RestoreReport };

/** Finds the set that was named, or else the one that a restore is open of, or the newest that was read back whole; changes nothing. Throws `WrongCall`. */
export async function findSet(options: Options, means?: BackupMeans): Promise<FoundSet> {
  const opened = openBackup(options, means);
  if (!opened.ok)
    return { ok: false, report: unbegun(options, "refused", `${opened.message}. Nothing was done.`) };
  return inside(opened, (task, edges) => find(options, task, edges));
}

type Work = (task: BackupTask, edges: Edges) => Promise<RestoreReport>;

/** Calls are cut only where a person says so now: what voice_changes lets a deploy do is no word on a restore. */
export function wishOf({ switches }: Pick<Options, "switches">, wait: number): RestoreWish {
  const now = switches.has("now");
  return { now, wait: now ? 0 : wait, withoutSet: switches.has("without-set") };
}

function work(options: Options, { wait }: Extract<OpenedBackup, { ok: true }>): Work {
  const wish = wishOf(options, wait);
  if (options.switches.has("undo")) return (task, edges) => undoRestore(task, edges, wish);
  if (options.switches.has("accept")) return acceptRestore;
  return async (task, edges) => {
    const chosen = await choose(options, task, edges);
    return typeof chosen === "string" ? restoreSet(task, edges, chosen, wish) : chosen;
  };
}

/** The set's id; the hosts themselves say whether there is one that was named. */
async function choose(options: Options, task: BackupTask, edges: Edges): Promise<string | RestoreReport> {
  if (options.set !== undefined && options.set !== LATEST) return options.set;
  const found = await find(options, task, edges);
  return found.ok ? found.set.id : found.report;
}

async function find(options: Options, task: BackupTask, edges: Edges): Promise<FoundSet> {
  const listed = await listSets(task, edges);
  if (!listed.ok) return { ok: false, report: unbegun(options, ...listed.end) };
  const { set: wanted = LATEST } = options;
  const { sets, now, restoring } = listed;
  const named = sets.find(({ id }) => id === wanted);
  const set = wanted === LATEST ? setToRestore(sets, task.tenant, restoring?.set) : named;
  if (set) return { ok: true, set, now };
  const none = wanted === LATEST ? "no set was read back whole" : `there is no set ${wanted}`;
  const found = sets.length === 0 ? "there is no set" : `${none} (see: oml backups)`;
  return { ok: false, report: unbegun(options, "refused", `Nothing was done: of ${task.tenant} ${found}.`) };
}

function print(options: Options, report: RestoreReport): number {
  process.stdout.write(options.format === "json" ? `${JSON.stringify(report)}\n` : formatRestore(report));
  return isDone(report.outcome) ? 0 : 1;
}

function unbegun(
  { tenant = "", set }: Options,
  outcome: RestoreReport["outcome"],
  reason: string,
): RestoreReport {
  return restoreUnbegun(tenant, set ?? null, outcome, reason);
}
