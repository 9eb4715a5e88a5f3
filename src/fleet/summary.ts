/** A run as Markdown for its last job's summary: tenants, outcomes and time, what restarted, what was put back. Pure. */
import { sayCut, sayOutcome } from "../deploy/text.ts";
import { BoundedLines, LARGEST_SUMMARY } from "../report/bounded-lines.ts";
import { escapeMarkdown } from "../report/summary.ts";
import { SIGNS, type Colour } from "./colour.ts";
import type { WaveVerdict } from "./judge.ts";
import { listNames } from "./list-names.ts";
import type { RunPlan } from "./run-plan.ts";
import type { TenantEnd, RunVerdict } from "./verdict.ts";

/** What is told. */
export interface SummaryQuestion {
  readonly plan: RunPlan;
  readonly waves: readonly WaveVerdict[];
  readonly verdict: RunVerdict;
  /** The most bytes it may have; what does not fit is counted in its last line. */
  readonly limit?: number;
}

const HEAD = ["", "Tenant", "Wave", "Outcome", "Time", "What happened"];

/** The summary; ends with a newline. Those to look at come first; no row is cut. */
export function formatRunSummary(question: SummaryQuestion): string {
  const { plan, waves, verdict, limit = LARGEST_SUMMARY } = question;
  const lines = new BoundedLines(limit);
  lines.add(`## ${SIGNS[verdict.colour]} ${escapeMarkdown(verdict.sentence)}`, "");
  for (const { results, message } of waves) {
    if (results.length > 0) lines.add(`- ${escapeMarkdown(message)}`);
  }
  if (plan.removed.length > 0) lines.add(`- ${escapeMarkdown(sayRemoved(plan.removed))}`);
  for (const sentence of verdict.otherThanReviewed)
    lines.add(`- ${SIGNS.warning} ${escapeMarkdown(sentence)}`);
  const rows = verdict.tenants.toSorted(byUrgency).map(row);
  if (rows.length > 0) lines.add("", `| ${HEAD.join(" | ")} |`, `|${HEAD.map(() => "---").join("|")}|`);
  const shown = rows.findIndex((text) => !lines.add(text));
  return lines.end(shown === -1 ? undefined : `${rows.length - shown} more tenants do not fit here.`);
}

/** What is said of tenants whose folder is gone. */
export function sayRemoved(removed: readonly string[]): string {
  return `No longer in the fleet: ${listNames(removed, 20)}. Their hosts were not touched and keep running.`;
}

const URGENCY: readonly Colour[] = ["red", "warning", "green"];

/** New failures, then the other red ones, then what waits, then what was deployed; waves in their order. */
function byUrgency(a: TenantEnd, b: TenantEnd): number {
  return urgencyOf(a) - urgencyOf(b);
}

function urgencyOf({ colour, isNew, result }: TenantEnd): number {
  const isQuiet = result.outcome === "unchanged" || result.outcome === "superseded";
  return URGENCY.indexOf(colour) * 4 + (isNew ? 0 : 1) + (isQuiet ? 1 : 0);
}

function row({ result, colour, isNew }: TenantEnd): string {
  const { tenant, wave, seconds, reason, notices } = result;
  const [outcome, cut] = [sayOutcome(result), sayCut(result)];
  const cells = [
    SIGNS[colour],
    `<code>${escapeMarkdown(tenant)}</code>`,
    String(wave),
    isNew ? `**${outcome}**` : outcome,
    timeOf(seconds),
    escapeMarkdown(
      brief(
        [
          ...deedsOf(result.components),
          ...(cut === null ? [] : [`${cut}.`]),
          reason,
          ...notices.map((one) => `${one}.`),
        ].join(" "),
      ),
    ),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** `restarted: nginx, asterisk.` and the like, in the order they were done. */
function deedsOf(components: TenantEnd["result"]["components"]): readonly string[] {
  const deeds = Map.groupBy(
    components.filter(({ action }) => action !== "unchanged"),
    ({ action }) => action,
  );
  return [...deeds].map(([action, list]) => `${action}: ${list.map(({ name }) => name).join(", ")}.`);
}

/** The most characters of a cell: a log's line may be of any length. */
const MOST = 1000;

function brief(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

/** `7 s`, `2 min 5 s`; empty where nothing was begun. */
function timeOf(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds === 0) return "";
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
