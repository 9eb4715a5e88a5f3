/** A run about a restore as Markdown for its job's summary. Pure. */
import { SIGNS, type Colour } from "../fleet/colour.ts";
import { escapeMarkdown } from "../report/summary.ts";
import { isDone } from "./outcome.ts";
import { planFacts, sayCode, type RestorePlan } from "./restore-plan.ts";
import type { RestoreReport } from "./restore.ts";

/** The colour of an end: a person asked for it, and no later run does what this one did not. */
export function colourOfRestore({ outcome }: Pick<RestoreReport, "outcome">): Colour {
  return isDone(outcome) ? "green" : "red";
}

const HEAD = ["", "Tenant", "Outcome", "Set", "Safety set", "Down", "Time", "What happened"];

/** The summary of a run that did something, or tried; ends with a newline. `why`: who let it begin; empty: nobody. */
export function formatRestoreSummary(report: RestoreReport, why: string): string {
  const { tenant, outcome, set, safety, downSeconds, seconds, reason, notices } = report;
  const sign = SIGNS[colourOfRestore(report)];
  const code = (text: string | null): string => (text === null ? "" : `<code>${escapeMarkdown(text)}</code>`);
  const cells = [
    ...[sign, code(tenant), outcome, code(set), code(safety)],
    downSeconds === null ? "" : `${downSeconds.toFixed(1)} s`,
    seconds === 0 ? "" : `${String(Math.round(seconds))} s`,
    escapeMarkdown([reason, ...notices.map((notice) => `${notice}.`)].join(" ")),
  ];
  const lines = [
    `## ${sign} ${escapeMarkdown(`${tenant}: ${outcome}.`)}`,
    ...(why === "" ? [] : ["", `${escapeMarkdown(why)}.`]),
    ...["", `| ${HEAD.join(" | ")} |`, `|${HEAD.map(() => "---").join("|")}|`, `| ${cells.join(" | ")} |`],
  ];
  return `${lines.join("\n")}\n`;
}

/** The summary of a run that shows a plan; ends with a newline. `why`: what lacks for doing it at once. */
export function formatPlanSummary(plan: RestorePlan, why: string): string {
  const { tenant, mode } = plan.request;
  const rows = planFacts(plan).map(([label, text]) => `| ${label} | ${escapeMarkdown(text)} |`);
  const lines = [
    `## ${SIGNS.warning} ${escapeMarkdown(`${tenant}: ${mode} waits for a second person.`)}`,
    ...["", escapeMarkdown(sayCode(plan)), "", `It takes two runs since ${escapeMarkdown(why)}.`],
    ...["", `| | ${escapeMarkdown(`What ${mode} does to ${tenant}`)} |`, "|---|---|", ...rows],
  ];
  return `${lines.join("\n")}\n`;
}
