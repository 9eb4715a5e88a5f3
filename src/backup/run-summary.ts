/** A run about backup sets as Markdown for its last job's summary. Pure. */
import { SIGNS } from "../fleet/colour.ts";
import { BoundedLines, LARGEST_SUMMARY } from "../report/bounded-lines.ts";
import { escapeMarkdown } from "../report/summary.ts";
import { isDone } from "./outcome.ts";
import { sayBytes } from "./report.ts";
import type { BackupTenantEnd, BackupVerdict } from "./run-result.ts";

const HEAD = ["", "Tenant", "Outcome", "Set", "Size", "Time", "What happened"];

/** The summary: the tenants' table, those to look at first, and `chart` below it. Ends with a newline. */
export function formatBackupSummary(
  { colour, sentence, tenants }: BackupVerdict,
  chart: readonly string[],
  limit = LARGEST_SUMMARY,
): string {
  const lines = new BoundedLines(limit - Buffer.byteLength(chart.join("\n")));
  lines.add(`## ${SIGNS[colour]} ${escapeMarkdown(sentence)}`);
  const rows = tenants.map(row);
  if (rows.length > 0) lines.add("", `| ${HEAD.join(" | ")} |`, `|${HEAD.map(() => "---").join("|")}|`);
  const shown = rows.findIndex((text) => !lines.add(text));
  const table = lines.end(
    shown === -1 ? undefined : `${String(rows.length - shown)} more tenants do not fit here.`,
  );
  return chart.length === 0 ? table : `${table}\n${chart.join("\n")}\n`;
}

function row({ tenant, colour, deeds }: BackupTenantEnd): string {
  const reports = deeds.map(({ report }) => report);
  const set = reports.find((report) => report.set !== null)?.set ?? "";
  const bytes = reports.find((report) => report.bytes !== null)?.bytes ?? null;
  const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
  const last = reports.find((report) => !isDone(report.outcome)) ?? reports[0];
  const notes = reports.some(({ outcome, place }) => outcome === "backed-up" && place === "on-host")
    ? ["NOT OFF-HOST: the set lies on the very host whose data it holds. Give backup.bucket in tenant.yml."]
    : [];
  const notices = new Set(reports.flatMap((report) => report.notices).map((notice) => `${notice}.`));
  const cells = [
    SIGNS[colour],
    `<code>${escapeMarkdown(tenant)}</code>`,
    reports.map(({ outcome }) => outcome).join(", "),
    set === "" ? "" : `<code>${escapeMarkdown(set)}</code>`,
    bytes === null ? "" : sayBytes(bytes),
    seconds === 0 ? "" : `${String(Math.round(seconds))} s`,
    escapeMarkdown([last?.reason ?? "", ...notes, ...notices].join(" ")),
  ];
  return `| ${cells.join(" | ")} |`;
}
