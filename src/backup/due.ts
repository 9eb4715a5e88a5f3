/** What is due of a tenant's sets. It looks at what is known, not at when a run last began: lost or late runs heal. Pure. */
import { createHash } from "node:crypto";
import type { BackupPolicy } from "./policy.ts";
import type { BackupHistory, BackupRecord, Verb } from "./record.ts";
import { sayAge } from "./sets-text.ts";

/** What is due, in the order it is to be done, and why. */
export interface Due {
  readonly verbs: readonly Verb[];
  readonly why: string;
}

const DAY = 86_400_000;
const WEEK = 7;
/** The epoch's day in a week that begins on Monday. */
const THURSDAY = 3;

/** What is due of a tenant now; undefined: nothing. What nobody knows is due. */
export function dueOf(policy: BackupPolicy, known: BackupHistory | undefined, now: number): Due | undefined {
  const set = whySet(policy, known, now);
  const since = lastDrillDay(policy.tenant, now);
  const day = new Date(since).toISOString().slice(0, 10);
  const isDue = (last: BackupRecord | undefined): boolean =>
    last === undefined || Date.parse(last.finished) < since;
  // Nothing goes before what is to stay was proved. A drill may be refused for want of room: it holds up nothing.
  const due: readonly (readonly [Verb, string | undefined])[] = [
    ["backup", set],
    ["verify", isDue(known?.reading) ? `its weekly reading of an older set of ${day} is due` : undefined],
    ["retain", set],
    ["drill", isDue(known?.drill) ? `its weekly drill of ${day} is due` : undefined],
  ];
  const verbs = due.filter(([, why]) => why !== undefined);
  if (verbs.length === 0) return undefined;
  return { verbs: verbs.map(([verb]) => verb), why: [...new Set(verbs.map(([, why]) => why))].join("; ") };
}

function whySet({ every }: BackupPolicy, known: BackupHistory | undefined, now: number): string | undefined {
  const [newest] = known?.sets ?? [];
  if (newest === undefined) return "no verified set of it is recorded";
  const age = now - newest.taken;
  if (age < every) return undefined;
  return `its newest verified set is ${sayAge(age)} old, and ${sayAge(every)} are allowed`;
}

/** When the last of a tenant's drill days began, UTC. A hash of its name spreads a fleet's drills over the week. */
export function lastDrillDay(tenant: string, now: number): number {
  const own = createHash("sha256").update(tenant).digest().readUInt32BE(0) % WEEK;
  const today = Math.floor(now / DAY);
  const passed = (((today + THURSDAY) % WEEK) - own + WEEK) % WEEK;
  return (today - passed) * DAY;
}
