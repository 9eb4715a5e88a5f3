/** Reports as text for people. Pure. */
import type { CheckReport, Report, ReportComponent } from "./report.ts";
import type { Change } from "./changes.ts";

/** What a restart of an impact means to those who use the system. */
const IMPACT = {
  none: "nobody notices",
  web: "the web is gone for a moment",
  calls: "waits until no call is up; with --now calls are cut",
  data: "everything waits for its data",
} as const;

/** A deploy's report; ends with a newline. */
export function formatReport(report: Report): string {
  const head = `${report.tenant}: ${sayOutcome(report)} (${seconds(report.seconds)}). ${report.reason}`;
  const touched = report.components.filter(({ action }) => action !== "unchanged");
  return [
    head,
    ...table(touched.map(rowOf)),
    ...failureLines(report),
    ...noteLines(report),
    ...sayNotices(report),
    "",
  ].join("\n");
}

/** The outcome, and whether it is an earlier run's: `rolled-back (held)`. */
export function sayOutcome({ outcome, held }: Pick<Report, "outcome" | "held">): string {
  return held ? `${outcome} (held)` : outcome;
}

/** `calls cut: 3`; null where none was in the way of what was done. */
export function sayCut({ cut }: Pick<Report, "cut">): string | null {
  return cut && `calls cut: ${cut.count === null ? `unknown (${cut.detail})` : String(cut.count)}`;
}

/** What a person should know, a line each. */
export function sayNotices({ notices }: { readonly notices: readonly string[] }): readonly string[] {
  return notices.map((notice) => `  notice: ${notice}`);
}

/** What people set aside and what it cost. */
function noteLines({ cut, source, overrides }: Report): readonly string[] {
  const calls = cut && `  ${sayCut({ cut })}`;
  const words = overrides.map((name) => `--${name}`).join(" ");
  const reason = source.unreviewed === null ? null : `  not reviewed: ${source.unreviewed}`;
  return [calls, reason, words === "" ? null : `  with ${words}`].filter((line) => line !== null);
}

function rowOf({
  host,
  name,
  action,
  because,
  tag,
  image,
  seconds: took,
}: ReportComponent): readonly string[] {
  return [
    host,
    name,
    action,
    briefly(because),
    [tag, shortDigest(image)].filter(Boolean).join(" "),
    seconds(took),
  ];
}

function failureLines({ failure, outcome }: Report): readonly string[] {
  if (!failure || outcome === "deployed") return [];
  const { host, step, component, probe, message, log } = failure;
  const where = [host, component, probe === null ? null : `probe '${probe}'`, `step '${step}'`].filter(
    Boolean,
  );
  const lines = log.map((line) => `    | ${line}`);
  const title = log.length === 0 ? [] : [`  last log lines of ${component ?? host}:`];
  return [`  failed: ${where.join(", ")}: ${message}`, ...title, ...lines];
}

const WOULD: ReadonlyMap<string, string> = new Map([
  ["deploy", "would deploy"],
  ["unchanged", "would change nothing"],
]);

/** A check's report; ends with a newline. */
export function formatCheck(report: CheckReport): string {
  const would = WOULD.get(report.would) ?? `would end ${report.would}`;
  const head = `${report.tenant}: ${would} (${seconds(report.seconds)}). ${report.reason}`;
  const first = report.first.map((line) => `  first: ${line}`);
  return [head, ...first, ...table(report.changes.map(changeRow)), ...sayNotices(report), ""].join("\n");
}

const EFFECT = {
  install: "installed",
  restart: "restarted",
  start: "started",
  stop: "stopped, its data kept",
  enable: "enabled at boot, not restarted",
} as const;

function changeRow({ host, component, effect, because, impact, tag }: Change): readonly string[] {
  const quiet = effect === "enable" || effect === "install" || effect === "start";
  return [host, component, whyOf(effect, because), tag, quiet ? "" : IMPACT[impact]];
}

function whyOf(effect: Change["effect"], because: readonly string[]): string {
  return effect === "install" ? EFFECT[effect] : `${EFFECT[effect]}: ${briefly(because)}`;
}

/** Differences without the files that follow from an image, a command or an environment that differs. */
function briefly(because: readonly string[]): string {
  const causes = because.filter((difference) => !difference.startsWith("file:"));
  const explained = causes.some((difference) => ["image", "command", "env"].includes(difference));
  return (explained ? causes : because).map(sayDifference).join(", ");
}

/** A difference as hosts name it, in a person's words where those are others. */
function sayDifference(difference: string): string {
  return difference === "surplus" ? "no longer part of the inventory" : difference.replace(/^file:/, "");
}

/** Rows as aligned columns, two blanks before and between; no blanks at the ends of lines. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}

/** `sha256:0123456789ab` out of `image@sha256:…`; empty where there is none. */
export function shortDigest(image: string | null): string {
  return /sha256:[0-9a-f]{12}/.exec(image ?? "")?.[0] ?? "";
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
