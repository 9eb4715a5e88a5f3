/** Problems as Markdown for a job's summary: a table a tenant. */
import type { Problem } from "../inventory/problem.ts";
import { explain } from "../inventory/explain.ts";
import { BoundedLines } from "./bounded-lines.ts";
import { countsOf, countsText, tenantOf, tenantsText, type Findings, type Language } from "./findings.ts";
import { plain } from "./plain.ts";
import { rulePage } from "./rule-page.ts";

/** How the summary is written. */
export interface SummaryOptions {
  readonly language: Language;
  /** The URL before `docs/rules/…`, ending with a slash; without it codes are no links. */
  readonly base?: string;
  /** The most bytes it may have; what does not fit is counted in its last line. */
  readonly limit: number;
}

const WORDS = {
  en: {
    title: "Inventory",
    clean: "Nothing is wrong.",
    fleet: "Whole fleet",
    head: ["", "Where", "What is wrong", "What to do", "Rule"],
    more: (count: number) => `${count} more problems do not fit here; the log has them all.`,
  },
  es: {
    title: "Inventario",
    clean: "No hay ningún problema.",
    fleet: "Toda la flota",
    head: ["", "Dónde", "Qué está mal", "Qué hacer", "Regla"],
    more: (count: number) => `Otros ${count} problemas no caben aquí; el registro los tiene todos.`,
  },
};

/** The summary; ends with a newline. A row is never cut. */
export function formatSummary(findings: Findings, options: SummaryOptions): string {
  const { tenants, problems } = findings;
  const words = WORDS[options.language];
  const lines = new BoundedLines(options.limit);
  lines.add(
    `## ${words.title}: ${countsText(countsOf(problems), options.language)} (${tenantsText(findings)})`,
    "",
  );
  if (problems.length === 0) lines.add(words.clean);
  let shown = 0;
  for (const [tenant, list] of byTenant(tenants, problems)) {
    const rows = list.map((problem) => row(problem, options));
    const title = tenant === undefined ? words.fleet : `\`${tenant}\``;
    const heading = [
      `### ${title}: ${countsText(countsOf(list), options.language)}`,
      "",
      tableHead(words.head),
    ];
    if (!lines.add(...heading)) break;
    shown += rows.filter((text) => lines.add(text)).length;
    lines.add("");
  }
  return lines.end(shown < problems.length ? words.more(problems.length - shown) : undefined);
}

function byTenant(tenants: readonly string[], problems: readonly Problem[]) {
  const names = new Set(tenants);
  return Map.groupBy(problems, ({ file }) => tenantOf(file, names));
}

function tableHead(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n|${cells.map(() => "---").join("|")}|`;
}

const SIGNS = { error: "❌", warning: "⚠️" } as const;

function row(problem: Problem, { language, base }: SummaryOptions): string {
  const { message, remedy } = explain(problem, language);
  const name = problem.file.split("/").at(-1) ?? "";
  const code = base === undefined ? problem.code : `[${problem.code}](${base}${rulePage(problem.code)})`;
  const path = problem.path === "" ? "" : `${problem.path}: `;
  const cells = [
    SIGNS[problem.severity],
    escapeMarkdown(`${name}:${problem.line}`),
    escapeMarkdown(`${path}${message}`),
    escapeMarkdown(remedy),
    code,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Text that Markdown shows as it is: no markup, no HTML, no mention, no link, no cell of a table's. */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replace(/[\\`*_{}[\]()<>#+!|&@~$^=]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll("://", "&#58;//")
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}&#46;`);
}
