/** The story of a restore: loaded beside what runs, exchanged once no call is up, and undone or accepted later. */
import type { Edges } from "../deploy/edges.ts";
import { trustNotices } from "../release/bucket-trust.ts";
import { sayNotices } from "../deploy/text.ts";
import type { BackupEnd } from "./judge.ts";
import { APP, newId, notedIn, playBackup, VOICE, type BackupTask, type Ended } from "./play.ts";
import type { BackupResult } from "./result.ts";

/** How an exchange meets calls in progress. */
export interface ExchangeWish {
  /** Seconds it waits for calls to end. */
  readonly wait: number;
  /** Do not ask: cut them. */
  readonly now: boolean;
}

/** What a person asked for beside the set. */
export interface RestoreWish extends ExchangeWish {
  /** Take no set of what is there first, as where it is too broken for one. */
  readonly withoutSet: boolean;
}

/** The end of a run about a restore. */
export interface RestoreReport {
  readonly format: 1;
  readonly tenant: string;
  readonly outcome: BackupEnd[0];
  /** One sentence or two: what was and was not done, and what to type next. */
  readonly reason: string;
  /** The set that was asked for; null where none is. */
  readonly set: string | null;
  readonly restore: string | null;
  /** The set that was taken of what was there before; null: none was in this run. */
  readonly safety: string | null;
  /** Seconds from the first stop to all healthy again, on the app host; null: nothing was exchanged. */
  readonly downSeconds: number | null;
  /** What a person should know besides, a sentence each. */
  readonly notices: readonly string[];
  readonly seconds: number;
}

const COUNT_EVERY = 15;

/** What to type next, once a set is restored. */
function sayBack(tenant: string): string {
  const call = `oml restore --tenant ${tenant}`;
  return `What ran before is kept. Go back: ${call} --undo. Let it go for good: ${call} --accept.`;
}

/** Restores a set, or goes on with the restore of it that another run began. Never throws for what hosts do. */
export async function restoreSet(
  task: BackupTask,
  edges: Edges,
  set: string,
  wish: RestoreWish,
): Promise<RestoreReport> {
  const ids = { oml_restore: newId(edges), oml_set: newId(edges) };
  const variables = { ...ids, oml_chosen: set, oml_now: wish.now, oml_without_set: wish.withoutSet };
  const done: BackupEnd = ["restored", sayBack(task.tenant)];
  const ended = await onceIdle(edges, wish, () =>
    playBackup(
      task,
      edges,
      "restore.yml",
      variables,
      [
        ["swap", APP],
        ["swap", VOICE],
      ],
      done,
    ),
  );
  const report = reportOf(task, set, ended);
  const noted = notedIn(ended).map((sentence) => ` ${sentence}`);
  return { ...report, reason: `${report.reason}${noted.join("")}${sayLeft(ended)}` };
}

/** What the application's role could not give the restored database. */
function sayLeft({ results }: Ended): string {
  const left = results.flatMap(({ left = [] }) => left);
  const words = " The service's administrator has yet to give the database what it had: ";
  return left.length === 0 ? "" : `${words}${left.join(" ")}`;
}

/** Goes back to what ran before the last restore. */
export async function undoRestore(
  task: BackupTask,
  edges: Edges,
  wish: ExchangeWish,
): Promise<RestoreReport> {
  const variables = { oml_set: newId(edges), oml_now: wish.now };
  const ended = await onceIdle(edges, wish, () =>
    playBackup(
      task,
      edges,
      "undo.yml",
      variables,
      [
        ["undo", APP],
        ["undo", VOICE],
      ],
      (results) => endOfUndo(task.tenant, results),
    ),
  );
  return reportOf(task, null, ended);
}

function endOfUndo(tenant: string, results: readonly BackupResult[]): BackupEnd {
  const isExchanged = results.some(({ backup, ok, restore }) => backup === "undo" && ok && restore);
  if (!isExchanged) return ["undone", "What was loaded is removed; what runs was not touched."];
  const kept = `What it had brought is kept until: oml restore --tenant ${tenant} --accept.`;
  if (!results.some(({ unknown }) => unknown))
    return ["undone", `What ran before the restore runs again. ${kept}`];
  const half =
    "The database of before the restore runs again, but the voice host knows of no restore (is it a new machine?): Asterisk's files stay as they are there";
  return ["failed", `${half}. ${kept}`];
}

/** Lets what was kept for going back go for good. */
export async function acceptRestore(task: BackupTask, edges: Edges): Promise<RestoreReport> {
  const last = [
    ["accept", APP],
    ["accept", VOICE],
  ] as const;
  const variables = { oml_set: newId(edges) };
  return reportOf(task, null, await playBackup(task, edges, "accept.yml", variables, last, sayAccepted));
}

function sayAccepted(results: readonly BackupResult[]): BackupEnd {
  const hasGone = results.some(({ removed }) => removed !== undefined);
  return [
    "accepted",
    hasGone ? "What was kept for going back is removed." : "Nothing was kept for going back.",
  ];
}

/** Plays again while calls are up, for as long as the tenant lets a change of voice wait. */
async function onceIdle(edges: Edges, wish: ExchangeWish, play: () => Promise<Ended>): Promise<Ended> {
  const began = edges.now();
  for (;;) {
    const ended = await play();
    const left = wish.wait - (edges.now() - began);
    if (!awaitsCalls(ended) || left <= 0 || edges.isStopped()) return ended;
    edges.say(`${ended.end[1]} Waiting for them to end, ${String(Math.ceil(left / 60))} min at most.`);
    await edges.sleep(Math.min(COUNT_EVERY, left));
  }
}

/** Steps that calls hold up, or another run; they may be asked again. */
const EXCHANGING: readonly BackupResult["backup"][] = ["halt", "swap", "undo"];

function awaitsCalls({ end: [outcome], results }: Ended): boolean {
  return outcome === "postponed" && results.some(({ backup, ok }) => EXCHANGING.includes(backup) && !ok);
}

function reportOf({ tenant, orders }: BackupTask, set: string | null, ended: Ended): RestoreReport {
  const { end, results, seconds } = ended;
  const [outcome, reason] = end;
  const last = (name: BackupResult["backup"]): BackupResult | undefined =>
    results.findLast(({ backup, ok }) => backup === name && ok);
  const exchanged = results.find(({ backup, ok }) => (backup === "swap" || backup === "undo") && ok);
  return {
    format: 1,
    tenant,
    outcome,
    reason,
    set,
    restore: last("check")?.restore ?? exchanged?.restore ?? null,
    safety: last("verify")?.set ?? null,
    downSeconds: exchanged?.seconds ?? null,
    notices: trustNotices(orders.map(({ repository }) => repository)),
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** The report of a run that came to no restore. */
export function restoreUnbegun(
  tenant: string,
  set: string | null,
  outcome: RestoreReport["outcome"],
  reason: string,
): RestoreReport {
  const nothing = { restore: null, safety: null, downSeconds: null, notices: [], seconds: 0 };
  return { format: 1, tenant, outcome, reason, set, ...nothing };
}

/** The report for people; ends with a newline. */
export function formatRestore(report: RestoreReport): string {
  const { tenant, outcome, reason, set, safety, downSeconds, seconds } = report;
  const facts = [
    set === null ? null : `set ${set}`,
    safety === null ? null : `safety set ${safety}`,
    downSeconds === null ? null : `down for ${downSeconds.toFixed(1)} s`,
  ].filter((fact) => fact !== null);
  const line = `${tenant}: ${outcome} (${seconds.toFixed(1)} s). ${reason}`;
  const below = facts.length === 0 ? [] : [`  ${facts.join(", ")}`];
  return `${[line, ...below, ...sayNotices(report)].join("\n")}\n`;
}
