/** The story of a backup: one play over both hosts, judged by what they say. All effects go through `Edges`. */
import { encodeDocument } from "../ansible/inventory.ts";
import type { BackupVariables } from "../ansible/variables.ts";
import type { Edges, Play } from "../deploy/edges.ts";
import type { HostName } from "../release/desired.ts";
import { judgeBackup, resultsIn, type BackupEnd } from "./judge.ts";
import { setsOf } from "./listing.ts";
import type { BackupOrder } from "./order.ts";
import type { Keep } from "./retention.ts";
import type { BackupReport } from "./report.ts";
import type { BackupResult } from "./result.ts";
import type { BackupSet } from "./set.ts";

/** What a run about a tenant's sets works on. */
export interface BackupTask {
  readonly tenant: string;
  /** Filled: they hold secrets. */
  readonly orders: readonly BackupOrder<string>[];
  /** Who runs, for messages. */
  readonly by: string;
  readonly place: BackupReport["place"];
  /** Which sets stay. */
  readonly keep: Keep;
}

const APP: HostName = "omnileads-app";

/** Takes a set, or goes on with the one another run began, and reads it back. Never throws for what hosts do. */
export async function takeBackup(task: BackupTask, edges: Edges): Promise<BackupReport> {
  const began = edges.now();
  const end = await edges.play(playOf(task, "backup.yml", { oml_set: newSet(edges) }));
  const results = resultsIn(end).map(({ result }) => result);
  const done: BackupEnd = ["backed-up", "The set was read back whole from the bucket, and is equal."];
  const judged = judgeBackup(end, "verify", done, edges.isStopped());
  return reportOf(task, judged, results, edges.now() - began);
}

/** How a set is proved: read back whole, or restored into a throw-away database. */
export type Proof = "verify" | "drill";

const PROVED: Readonly<Record<Proof, BackupEnd>> = {
  verify: ["verified", "The set was read back whole from the bucket, and is equal."],
  drill: ["drilled", "The set was restored into a throw-away database, and is what its manifest says."],
};

/** Proves a set, and has the verdict kept beside it. */
export async function proveSet(
  task: BackupTask,
  edges: Edges,
  proof: Proof,
  set: string,
): Promise<BackupReport> {
  const began = edges.now();
  const end = await edges.play(playOf(task, "backups.yml", { oml_set: set, oml_operation: proof }));
  const results = resultsIn(end).map(({ result }) => result);
  const judged = judgeBackup(end, proof, PROVED[proof], edges.isStopped());
  return reportOf(task, judged, results, edges.now() - began);
}

/** Removes exactly these sets, and what belongs to none. */
export async function removeSets(
  task: BackupTask,
  edges: Edges,
  sets: readonly BackupSet[],
): Promise<BackupReport> {
  const began = edges.now();
  const ids = sets.map(({ id }) => id);
  const variables = { oml_set: newSet(edges), oml_operation: "remove", oml_sets: ids };
  const end = await edges.play(playOf(task, "backups.yml", variables));
  const names = ids.length === 0 ? "No set was due to go." : `Removed: ${ids.join(", ")}.`;
  const judged = judgeBackup(end, "remove", ["retained", names], edges.isStopped());
  return { ...reportOf(task, judged, [], edges.now() - began), set: null };
}

/** The tenant's sets, the newest first, and the clocks; or how the question ended. */
export type Listed =
  | {
      readonly ok: true;
      readonly sets: readonly BackupSet[];
      readonly now: number;
      readonly skew: number | null;
    }
  | { readonly ok: false; readonly end: BackupEnd };

/** Asks which sets there are. */
export async function listSets(task: BackupTask, edges: Edges): Promise<Listed> {
  const variables = { oml_set: newSet(edges), oml_operation: "list" };
  const end = await edges.play(playOf(task, "backups.yml", variables));
  const done: BackupEnd = ["verified", ""];
  const judged = judgeBackup(end, "list", done, edges.isStopped());
  const result = resultsIn(end).findLast(({ result: { backup } }) => backup === "list")?.result;
  if (judged !== done || result === undefined) return { ok: false, end: judged };
  const { snapshots = [], now, skew = null } = result;
  return { ok: true, sets: setsOf(snapshots), now: now ?? edges.now() * 1000, skew };
}

function playOf(
  { orders, by }: BackupTask,
  playbook: Play["playbook"],
  variables: Partial<BackupVariables>,
): Play {
  const asked = playbook === "backup.yml" ? orders : orders.filter(({ host }) => host === APP);
  const hosts = asked.map((order) => ({
    name: order.host,
    variables: { oml_order: encodeDocument(order) },
  }));
  return { playbook, hosts, variables: { ...variables, oml_by: by } };
}

/** `20270115T020000Z-1f2e`: sorts by time, and two of one second differ. */
function newSet(edges: Edges): string {
  const stamp = new Date(edges.now() * 1000).toISOString().replace(/[-:]|\.\d+/g, "");
  return `${stamp}-${edges.newToken().slice(0, 4)}`;
}

/** What a step that was not reached told. */
const NOTHING: Partial<BackupResult> & Pick<BackupResult, "ok"> = { ok: false };

function reportOf(
  { tenant, place }: BackupTask,
  [outcome, reason]: BackupEnd,
  results: readonly BackupResult[],
  seconds: number,
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
    seconds: Math.round(seconds * 10) / 10,
  };
}
