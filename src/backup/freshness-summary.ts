/** What a look at the fleet's backups found, as Markdown for the job's summary. Pure. */
import { BoundedLines, LARGEST_SUMMARY } from "../report/bounded-lines.ts";
import { escapeMarkdown } from "../report/summary.ts";
import type { Judged } from "./freshness-issue.ts";
import { sayBytes } from "./report.ts";
import { sayAge } from "./sets-text.ts";
import { sizeChart } from "./size-chart.ts";

/** The summary: those that need attention first. `done`: what was done about issues. Ends with a newline. */
export function formatFreshness(judged: readonly Judged[], done: readonly string[], now: number): string {
  const lines = new BoundedLines(LARGEST_SUMMARY);
  const count = judged.filter(({ troubles }) => troubles.length > 0).length;
  lines.add(`## ${count === 0 ? "✅" : "⚠️"} ${sayCount(judged)}`, "");
  for (const line of done) lines.add(`- ${escapeMarkdown(line)}`);
  const chart = sizeChart(
    judged.flatMap(({ known }) => known ?? []),
    now,
  );
  lines.add(
    "",
    ...chart,
    "",
    "|  | Tenant | Newest verified set | Size | What is wrong |",
    "|---|---|---|---|---|",
  );
  const rows = judged.toSorted((a, b) => b.troubles.length - a.troubles.length).map((one) => row(one, now));
  const shown = rows.findIndex((text) => !lines.add(text));
  return lines.end(shown === -1 ? undefined : `${String(rows.length - shown)} more tenants do not fit here.`);
}

/** `Tenants with backups: 3, in need of attention: 1` */
export function sayCount(judged: readonly Judged[]): string {
  const count = judged.filter(({ troubles }) => troubles.length > 0).length;
  return `Tenants with backups: ${String(judged.length)}, in need of attention: ${String(count)}`;
}

function row({ tenant, troubles, known }: Judged, now: number): string {
  const [newest] = known?.sets ?? [];
  const cells = [
    troubles.length === 0 ? "✅" : "⚠️",
    `<code>${escapeMarkdown(tenant)}</code>`,
    newest === undefined ? "none" : `${sayAge(now - newest.taken)} old`,
    newest?.bytes === undefined || newest.bytes === null ? "" : sayBytes(newest.bytes),
    escapeMarkdown(troubles.join(" ")),
  ];
  return `| ${cells.join(" | ")} |`;
}
