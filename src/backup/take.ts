/** The story of a backup: one play over both hosts, judged by what they say. All effects go through `Edges`. */
import type { BackupVariables } from "../ansible/variables.ts";
import type { Edges } from "../deploy/edges.ts";
import { trustNotices } from "../release/bucket-trust.ts";
import type { BackupEnd } from "./judge.ts";
import { setsOf } from "./listing.ts";
import { APP, newId, notedIn, playBackup, type BackupTask, type Ended, type SayDone } from "./play.ts";
import type { BackupReport } from "./report.ts";
import type { BackupResult } from "./result.ts";
import type { BackupSet, Purpose } from "./set.ts";

const WHOLE = "The set was read back whole from the bucket, and is equal.";

/** Takes a set, or, without a purpose, goes on with the one another run began, and reads it back. Never throws for what hosts do. */
export async function takeBackup(
  task: BackupTask,
  edges: Edges,
  purpose: Purpose | "" = "",
): Promise<BackupReport> {
  const expires = task.orders.some((order) => order.former_for !== null);
  const variables = { oml_set: newId(edges), oml_purpose: purpose, oml_expires: expires };
  const ended = await playBackup(
    task,
    edges,
    "backup.yml",
    variables,
    [["verify", APP]],
    ["backed-up", WHOLE],
  );
  const { reason, ...report } = reportOf(task, ended);
  return { ...report, reason: [reason, ...notedIn(ended)].join(" ") };
}

/** How a set is proved: read back whole, or restored into a throw-away database. */
export type Proof = "verify" | "drill";

const PROVED: Readonly<Record<Proof, BackupEnd>> = {
  verify: ["verified", WHOLE],
  drill: ["drilled", "The set was restored into a throw-away database, and is what its manifest says."],
};

/** Proves a set, and has the verdict kept beside it. */
export async function proveSet(
  task: BackupTask,
  edges: Edges,
  proof: Proof,
  set: string,
): Promise<BackupReport> {
  return reportOf(task, await ask(task, edges, proof, { oml_set: set }, PROVED[proof]));
}

/** Removes exactly these sets, and what belongs to none. `unverified`: but those that were read back whole meanwhile. */
export async function removeSets(
  task: BackupTask,
  edges: Edges,
  sets: readonly BackupSet[],
  unverified: boolean,
): Promise<BackupReport> {
  const ids = sets.map(({ id }) => id);
  const variables = { oml_set: newId(edges), oml_sets: ids, oml_unverified: unverified };
  const ended = await ask(task, edges, "remove", variables, (results) => {
    const told = results.find(({ backup, ok }) => backup === "remove" && ok);
    return ["retained", sayRemoved(ids, told?.gone ?? ids)];
  });
  return reportOf(task, { ...ended, results: [] });
}

const WHY_SPARED = "the host is about to restore or to prove it, or it was found whole meanwhile";

function sayRemoved(due: readonly string[], gone: readonly string[]): string {
  if (due.length === 0) return "No set was due to go.";
  const stays = due.filter((id) => !gone.includes(id));
  return [
    gone.length === 0 ? "No set was removed." : `Removed: ${gone.join(", ")}.`,
    ...(stays.length === 0 ? [] : [`Not removed, for ${WHY_SPARED}: ${stays.join(", ")}.`]),
  ].join(" ");
}

/** The tenant's sets, the newest first, and the clocks; or how the question ended. */
export type Listed =
  | {
      readonly ok: true;
      readonly sets: readonly BackupSet[];
      readonly now: number;
      readonly skew: number | null;
      /** What the app host is restoring, or has kept something of. */
      readonly restoring: BackupResult["restoring"];
    }
  | { readonly ok: false; readonly end: BackupEnd };

/** Asks which sets there are. */
export async function listSets(task: BackupTask, edges: Edges): Promise<Listed> {
  const { end, results } = await ask(task, edges, "list", { oml_set: newId(edges) }, ["retained", ""]);
  const result = results.find(({ backup, ok }) => backup === "list" && ok);
  if (result === undefined) return { ok: false, end };
  const { snapshots = [], now, skew = null, restoring } = result;
  return { ok: true, sets: setsOf(snapshots), now: now ?? edges.now() * 1000, skew, restoring };
}

/** One step on the app host alone; it ends as `done` where that step says so. */
function ask(
  task: BackupTask,
  edges: Edges,
  operation: BackupResult["backup"],
  variables: Partial<BackupVariables>,
  done: BackupEnd | SayDone,
): Promise<Ended> {
  const asked = { ...variables, oml_operation: operation };
  return playBackup(task, edges, "backups.yml", asked, [[operation, APP]], done);
}

/** What a step that was not reached told. */
const NOTHING: Partial<BackupResult> & Pick<BackupResult, "ok"> = { ok: false };

function reportOf(
  { tenant, place, orders }: BackupTask,
  { end: [outcome, reason], results, notices, seconds }: Ended,
): BackupReport {
  const stored = results.findLast(({ backup }) => backup === "database") ?? NOTHING;
  const read = results.findLast(({ backup }) => backup === "verify" || backup === "drill") ?? NOTHING;
  return {
    format: 1,
    tenant,
    outcome,
    reason,
    set: results.at(-1)?.set ?? null,
    bytes: read.bytes ?? stored.bytes ?? null,
    rows: stored.rows ?? read.rows ?? null,
    dumpSeconds: stored.seconds ?? null,
    verified: read.ok && read.backup === "verify",
    place,
    notices: [...trustNotices(orders.map(({ repository }) => repository)), ...notices],
    seconds: Math.round(seconds * 10) / 10,
  };
}
