/** Problems as one JSON document. */
import type { Problem } from "../inventory/problem.ts";
import { explain } from "../inventory/explain.ts";
import { countsOf, type Counts, type Findings, type Language } from "./findings.ts";
import { rulePage } from "./rule-page.ts";

/** A problem in a document. Lines and columns count from 1; `endColumn` is the column behind the last character. */
export interface JsonProblem extends Omit<Problem, "values" | "variant"> {
  /** The page of the rule, as a path of the checkout. */
  readonly page: string;
}

/** What `--format json` prints. */
export interface JsonReport extends Counts {
  readonly format: 1;
  /** Whether there is no error. */
  readonly ok: boolean;
  readonly tenants: readonly string[];
  readonly problems: readonly JsonProblem[];
}

/** The document of a validation. */
export function jsonReport({ tenants, problems }: Findings, language: Language): JsonReport {
  const counts = countsOf(problems);
  const list = problems.map((problem) => jsonProblem(problem, language));
  return { format: 1, ok: counts.errors === 0, ...counts, tenants, problems: list };
}

function jsonProblem(problem: Problem, language: Language): JsonProblem {
  const { code, severity, file, line, column, endLine, endColumn, path } = problem;
  const { message, remedy } = explain(problem, language);
  return {
    code,
    severity,
    file,
    line,
    column,
    endLine,
    endColumn,
    path,
    message,
    remedy,
    page: rulePage(code),
  };
}

/** The document as one line; ends with a newline. */
export function formatJson(findings: Findings, language: Language): string {
  return `${JSON.stringify(jsonReport(findings, language))}\n`;
}
