/** How the size of a fleet's sets went, as a chart that GitHub draws. Pure. */
import type { BackupHistory } from "./record.ts";

const DAY = 86_400_000;
/** Days shown. */
const DAYS = 14;

/** A day, and the bytes of every tenant's newest verified set at its end. */
interface Point {
  readonly day: string;
  readonly bytes: number;
}

/** The chart as lines of Markdown; none where fewer than two days are known. `now` in milliseconds since the epoch. */
export function sizeChart(histories: Iterable<BackupHistory>, now: number): readonly string[] {
  const points = pointsOf([...histories], now);
  if (points.length < 2) return [];
  const [unit, size] = unitOf(Math.max(...points.map(({ bytes }) => bytes)));
  const values = points.map(({ bytes }) => Number((bytes / size).toPrecision(3)));
  return [
    "```mermaid",
    "xychart-beta",
    `  title "Newest verified sets, all tenants together (${unit})"`,
    `  x-axis [${points.map(({ day }) => `"${day}"`).join(", ")}]`,
    `  y-axis "${unit}" 0 --> ${String(Math.max(...values, 1))}`,
    `  bar [${values.join(", ")}]`,
    "```",
  ];
}

function pointsOf(histories: readonly BackupHistory[], now: number): readonly Point[] {
  const today = Math.floor(now / DAY);
  const days = Array.from({ length: DAYS }, (_, index) => today - DAYS + 1 + index);
  return days.flatMap((day) => {
    const end = (day + 1) * DAY;
    const newest = histories.flatMap(({ sets }) => sets.find(({ taken }) => taken < end) ?? []);
    if (newest.length === 0) return [];
    const bytes = newest.reduce((sum, set) => sum + (set.bytes ?? 0), 0);
    return [{ day: new Date(day * DAY).toISOString().slice(5, 10), bytes }];
  });
}

function unitOf(most: number): readonly [string, number] {
  return most < 2 ** 30 ? ["MiB", 2 ** 20] : ["GiB", 2 ** 30];
}
