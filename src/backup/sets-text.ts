/** A tenant's sets as a table for people. Pure. */
import { table } from "../deploy/text.ts";
import { sayBytes } from "./report.ts";
import type { NoRetention, Retention } from "./retention.ts";
import type { BackupSet } from "./set.ts";

/**
 * The table, and what to type where something lacks; ends with a newline. `now` and the times of `until` (see
 * `keptUntil`) in milliseconds since the epoch.
 */
export function formatSets(
  tenant: string,
  sets: readonly BackupSet[],
  now: number,
  retention: Retention | NoRetention,
  until: ReadonlyMap<string, number>,
): string {
  if (sets.length === 0) return `${tenant}: no set. Take one: oml backup --tenant ${tenant}\n`;
  const kept = retention.ok ? retention.kept : [];
  const reasons = new Map(kept.map(({ set, reasons: words }) => [set.id, words.join(", ")]));
  const otherwise = retention.ok ? "may go" : "?";
  const rows = sets.map(({ id, finished, bytes, verified, drilled }) => [
    id,
    `${sayAge(now - finished)} old`,
    sayBytes(bytes),
    verified === null ? "NOT VERIFIED" : `verified ${sayAge(now - verified)} ago`,
    drilled === null
      ? "not drilled"
      : `${drilled.ok ? "drilled" : "DRILL FAILED"} ${sayAge(now - drilled.at)} ago`,
    reasons.get(id) ?? otherwise,
    sayDay(until.get(id)),
  ]);
  const count = sets.filter(({ verified }) => verified !== null).length;
  const verdict = `${tenant}: ${String(sets.length)} ${sets.length === 1 ? "set" : "sets"}, ${String(count)} verified`;
  const trouble = retention.ok ? [] : [retention.sentence];
  return `${[...table([HEAD, ...rows]), verdict, ...trouble].join("\n")}\n`;
}

const HEAD = ["set", "age", "size", "read back", "restored", "kept for", "until"];

/** A day of UTC. */
function sayDay(time: number | undefined): string {
  return time === undefined ? "-" : new Date(time).toISOString().slice(0, 10);
}

/** `40 s`, `12 min`, `5 h`, `3 days`; what is still to come is `0 s`. */
export function sayAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${String(seconds)} s`;
  if (seconds < 7200) return `${String(Math.round(seconds / 60))} min`;
  if (seconds < 172_800) return `${String(Math.round(seconds / 3600))} h`;
  return `${String(Math.round(seconds / 86_400))} days`;
}
