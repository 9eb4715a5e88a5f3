/** Problems as SARIF 2.1.0, the format that code-scanning services read. */
import type { Problem } from "../inventory/problem.ts";
import { explain } from "../inventory/explain.ts";
import { rules } from "../inventory/rules/index.ts";
import { sentenceOf, type Findings, type Language } from "./findings.ts";
import { rulePage } from "./rule-page.ts";

/** Results of a run that GitHub accepts. */
const MOST_RESULTS = 5000;

/** The document of a validation; the most severe are kept where there are more than a service takes. */
export function sarifReport({ problems }: Findings, language: Language): object {
  const kept = [...problems]
    .sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error"))
    .slice(0, MOST_RESULTS);
  const used = rules.filter(({ code }) => kept.some((problem) => problem.code === code));
  const indices = new Map(used.map(({ code }, index) => [code, index]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "oml validate", rules: used.map((rule) => sarifRule(rule, language)) } },
        columnKind: "utf16CodeUnits",
        results: kept.map((problem) => sarifResult(problem, indices.get(problem.code), language)),
      },
    ],
  };
}

function sarifRule(rule: (typeof rules)[number], language: Language): object {
  return {
    id: rule.code,
    name: rule.name,
    shortDescription: { text: rule.title[language] },
    fullDescription: { text: rule.why[language] },
    help: { text: `${rule.why[language]} (${rulePage(rule.code)})` },
    defaultConfiguration: { level: rule.severity },
  };
}

function sarifResult(problem: Problem, ruleIndex: number | undefined, language: Language): object {
  const { line, column, endLine, endColumn } = problem;
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: problem.code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: problem.severity,
    message: { text: sentenceOf(problem, language) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(problem.file) }, region } }],
    properties: { path: problem.path, remedy: explain(problem, language).remedy },
  };
}

function uriOf(file: string): string {
  const encoded = file.split("/").map(encodeURIComponent).join("/");
  return file.startsWith("/") ? `file://${encoded}` : encoded;
}

/** The document as text; ends with a newline. */
export function formatSarif(findings: Findings, language: Language): string {
  return `${JSON.stringify(sarifReport(findings, language), null, 2)}\n`;
}
