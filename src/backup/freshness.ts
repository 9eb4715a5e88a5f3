/** Whether a tenant's backups are what its policy wants, seen from outside: from records alone. Pure. */
import type { BackupPolicy } from "./policy.ts";
import type { BackupHistory, KnownSet } from "./record.ts";
import { sayBytes } from "./report.ts";
import { sayAge } from "./sets-text.ts";

const HOUR = 3_600_000;
/** A drill is due once a week; two days later it is late. In milliseconds. */
const UNDRILLED = 9 * 24 * HOUR;
/** Sets before the newest that make a median, at the most and at least. */
const MOST = 14;
const LEAST = 3;
/** What a set may have of the median before it. */
const SHRUNK = 0.7;

/** What is wrong with a tenant's backups: a sentence each, the same as long as nothing happens. */
export function findTroubles(
  policy: BackupPolicy,
  known: BackupHistory | undefined,
  now: number,
): readonly string[] {
  const [newest] = known?.sets ?? [];
  if (newest === undefined) return ["Nothing is known of a verified set.", ...sayDrill(known, now)];
  const age = isLate(policy, newest, now) ? [sayLate(policy, newest)] : [];
  return [...age, ...sayShrunk(known?.sets ?? []), ...sayDrill(known, now)];
}

/**
 * A set is due when it is older than `every`; it is late when it is older by more than two ticks, or a twelfth of
 * `every`, and the time that the set before took.
 */
function isLate({ every }: BackupPolicy, { taken, seconds }: KnownSet, now: number): boolean {
  return now - taken > every + Math.max(2 * HOUR, every / 12) + seconds * 1000;
}

function sayLate({ every }: BackupPolicy, { taken }: KnownSet): string {
  return `The newest verified set was begun on ${sayTime(taken)}; there is to be one every ${sayAge(every)}.`;
}

function sayShrunk([newest, ...earlier]: readonly KnownSet[]): readonly string[] {
  const sizes = earlier.flatMap(({ bytes }) => bytes ?? []).slice(0, MOST);
  const bytes = newest?.bytes ?? null;
  if (bytes === null || sizes.length < LEAST) return [];
  const median = medianOf(sizes);
  if (bytes >= SHRUNK * median) return [];
  const share = Math.round((100 * bytes) / median);
  return [
    `The newest verified set has ${sayBytes(bytes)}, ${String(share)} % of the median of the ${String(sizes.length)} before it, ${sayBytes(median)}: were data lost?`,
  ];
}

function medianOf(sizes: readonly number[]): number {
  const sorted = sizes.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

function sayDrill(known: BackupHistory | undefined, now: number): readonly string[] {
  const { drill, sets = [] } = known ?? {};
  const late = (when: string): string => `${when}; there is to be one a week.`;
  if (drill === undefined) {
    const isLate = sets.some(({ taken }) => now - taken > UNDRILLED);
    return isLate ? [late("No drill has come to a verdict")] : [];
  }
  const last = Date.parse(drill.finished);
  if (drill.outcome === "failed") return [`The last drill, on ${sayTime(last)}, failed: ${drill.reason}`];
  return now - last > UNDRILLED ? [late(`The last drill was on ${sayTime(last)}`)] : [];
}

/** `2027-01-04 12:00 UTC` */
export function sayTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
