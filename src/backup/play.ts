/** Runs a playbook about backup sets over a tenant's hosts, and judges what they say. All effects go through `Edges`. */
import { encodeDocument } from "../ansible/inventory.ts";
import type { BackupVariables, RestoreVariables } from "../ansible/variables.ts";
import type { Edges, Playbook } from "../deploy/edges.ts";
import type { HostName } from "../release/desired.ts";
import { judgeBackup, noticesIn, resultsIn, type BackupEnd, type Step } from "./judge.ts";
import type { BackupOrder } from "./order.ts";
import type { BackupReport } from "./report.ts";
import type { BackupResult } from "./result.ts";
import type { Keep } from "./retention.ts";

export const APP: HostName = "omnileads-app";
export const VOICE: HostName = "omnileads-voice";

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

/** How a play ended, what its steps told, and the seconds it took. */
export interface Ended {
  readonly end: BackupEnd;
  readonly results: readonly BackupResult[];
  /** What went wrong besides, a sentence each. */
  readonly notices: readonly string[];
  readonly seconds: number;
}

/** How a run ends whose last steps say that they are done: what they all told decides the words. */
export type SayDone = (results: readonly BackupResult[]) => BackupEnd;

/** Runs a playbook, which ends as `done` where each of the steps `last` says so. */
export async function playBackup(
  { orders, by }: BackupTask,
  edges: Edges,
  playbook: Playbook,
  variables: Partial<BackupVariables & RestoreVariables>,
  last: readonly Step[],
  done: BackupEnd | SayDone,
): Promise<Ended> {
  const began = edges.now();
  const asked = playbook === "backups.yml" ? orders.filter(({ host }) => host === APP) : orders;
  const hosts = asked.map((order) => ({
    name: order.host,
    variables: { oml_order: encodeDocument(order) },
  }));
  const played = await edges.play({ playbook, hosts, variables: { ...variables, oml_by: by } });
  const results = resultsIn(played).map(({ result }) => result);
  const said = typeof done === "function" ? done(results) : done;
  const end = judgeBackup(played, playbook, last, said, edges.isStopped());
  return { end, results, notices: noticesIn(played, playbook), seconds: edges.now() - began };
}

/** What a person has to hear of steps that went well, a sentence each. */
export function notedIn({ results }: Ended): readonly string[] {
  return results.flatMap(({ noted }) => noted || []);
}

/** `20270115T020000Z-1f2e`, of a set or a restore: sorts by time, and two of one second differ. */
export function newId(edges: Edges): string {
  const stamp = new Date(edges.now() * 1000).toISOString().replace(/[-:]|\.\d+/g, "");
  return `${stamp}-${edges.newToken().slice(0, 4)}`;
}
