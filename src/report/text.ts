/** Problems as text for a person: where, what, the line with a caret, what to do. */
import type { Problem } from "../inventory/problem.ts";
import { explain } from "../inventory/explain.ts";
import { countsOf, countsText, tenantsText, type Findings, type Language } from "./findings.ts";
import { excerptOf, type ShownKeys } from "./excerpt.ts";
import { plain } from "./plain.ts";

/** How the text is to look. */
export interface TextOptions {
  readonly language: Language;
  readonly colour: boolean;
  /** The text of a file that was read, to show the line. */
  readonly textOf: (file: string) => string | undefined;
  readonly shown: ShownKeys;
}

const RED = "31";
const YELLOW = "33";
const BOLD = "1";
const DIM = "2";

const SEVERITIES = {
  en: { error: "error", warning: "warning" },
  es: { error: "error", warning: "advertencia" },
};

/** Every problem and a last line that counts them; ends with a newline. */
export function formatText(findings: Findings, options: TextOptions): string {
  const blocks = findings.problems.map((problem) => formatOne(problem, options));
  return `${[...blocks, lastLine(findings, options)].join("\n")}\n`;
}

function formatOne(problem: Problem, options: TextOptions): string {
  const { language } = options;
  const { message, remedy } = explain(problem, language);
  const paint = painter(options.colour);
  const accent = problem.severity === "error" ? RED : YELLOW;
  const place = paint(BOLD, `${plain(problem.file)}:${problem.line}:${problem.column}:`);
  const label = paint(accent, `${SEVERITIES[language][problem.severity]} ${problem.code}:`);
  const path = problem.path === "" ? "" : `${plain(problem.path)}: `;
  const text = options.textOf(problem.file);
  const excerpt = text === undefined ? undefined : excerptOf(problem, text, options.shown);
  const shown = excerpt === undefined ? [] : [paint(DIM, excerpt.line), paint(accent, excerpt.caret)];
  return [`${place} ${label} ${path}${plain(message)}`, ...shown, `  → ${plain(remedy)}`, ""].join("\n");
}

function painter(colour: boolean): (code: string, text: string) => string {
  return (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
}

function lastLine(findings: Findings, { language, colour }: TextOptions): string {
  const counts = countsOf(findings.problems);
  const isOne = findings.tenants.length === 1;
  const read = `${tenantsText(findings)} ${language === "en" ? "read" : isOne ? "leído" : "leídos"}`;
  const code = counts.errors > 0 ? RED : counts.warnings > 0 ? YELLOW : "32";
  return painter(colour)(code, `${read}: ${countsText(counts, language)}`);
}
