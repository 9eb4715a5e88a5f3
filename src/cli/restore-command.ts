/** The command `oml restore`: bring a set back, undo that, or accept it. The tenant's name is typed again first. */
import { createInterface } from "node:readline/promises";
import { isDone } from "../backup/outcome.ts";
import {
  acceptRestore,
  formatRestore,
  restoreSet,
  undoRestore,
  type RestoreReport,
  type RestoreWish,
} from "../backup/restore.ts";
import type { BackupTask } from "../backup/play.ts";
import { verifiedSets } from "../backup/set.ts";
import { listSets } from "../backup/take.ts";
import type { Edges } from "../deploy/edges.ts";
import { inside, openBackup, type OpenedBackup } from "./open-backup.ts";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/** Restores, undoes or accepts; returns the exit code. Throws `WrongCall`. */
export async function runRestore(options: Options): Promise<number> {
  refuseWrongWords(options);
  await confirm(options);
  const opened = openBackup(options);
  if (!opened.ok) return print(options, unbegun(options, "refused", `${opened.message}. Nothing was done.`));
  return print(options, await inside(opened, work(options, opened)));
}

type Work = (task: BackupTask, edges: Edges) => Promise<RestoreReport>;

function work(options: Options, { voice }: Extract<OpenedBackup, { ok: true }>): Work {
  const now = options.switches.has("now") || voice.when === "now";
  const wish: RestoreWish = { now, wait: now ? 0 : voice.wait };
  if (options.switches.has("undo")) return (task, edges) => undoRestore(task, edges, wish);
  if (options.switches.has("accept")) return acceptRestore;
  return async (task, edges) => {
    const chosen = await choose(options, task, edges);
    return typeof chosen === "string" ? restoreSet(task, edges, chosen, wish) : chosen;
  };
}

/** The set that was named, or the newest that was read back whole. */
async function choose(options: Options, task: BackupTask, edges: Edges): Promise<string | RestoreReport> {
  if (options.set !== undefined && options.set !== "latest-verified") return options.set;
  const listed = await listSets(task, edges);
  if (!listed.ok) return unbegun(options, ...listed.end);
  const [newest] = verifiedSets(listed.sets, task.tenant);
  if (newest) return newest.id;
  const found =
    listed.sets.length === 0 ? "there is no set" : "no set was read back whole (see: oml backups)";
  return unbegun(options, "refused", `Nothing was done: of ${task.tenant} ${found}.`);
}

function refuseWrongWords({ set, switches }: Options): void {
  const chosen = [
    set === undefined ? "" : "--set",
    ...["undo", "accept"].filter((name) => switches.has(name)),
  ];
  const given = chosen.filter((name) => name !== "");
  if (given.length > 1) throw new WrongCall("oml restore: give one of --set, --undo and --accept.");
}

/** Throws `WrongCall` unless the tenant's name was given again, or is typed now at a terminal. */
async function confirm({ tenant = "", confirm: given, switches }: Options): Promise<void> {
  const what = switches.has("accept")
    ? "removes the data from before the restore"
    : "replaces the data that run";
  const typed =
    given ?? (process.stdin.isTTY ? await ask(`This ${what} at ${tenant}. Its name, to go on: `) : "");
  if (typed === tenant && tenant !== "") return;
  throw new WrongCall(
    `oml restore: this ${what}, so the tenant's name is asked for again: --confirm ${tenant || "T"}. Nothing was done.`,
  );
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
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
  const nothing = { restore: null, safety: null, downSeconds: null, seconds: 0 };
  return { format: 1, tenant, outcome, reason, set: set ?? null, ...nothing };
}
