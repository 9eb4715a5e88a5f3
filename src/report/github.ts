/** Problems as GitHub's workflow commands: annotations on the lines of a pull request. */
import type { Problem } from "../inventory/problem.ts";
import { countsOf, countsText, sentenceOf, tenantsText, type Findings, type Language } from "./findings.ts";
import { plain } from "./plain.ts";

/** Annotations of one type that GitHub shows of a step; it drops the rest silently. */
export const ANNOTATIONS_PER_TYPE = 10;

/** Characters of a message that GitHub keeps. */
const LONGEST_MESSAGE = 4096;

/**
 * Annotations for the first problems of each severity, a log line for every other one, and a last line that counts.
 * Ends with a newline. No line can be taken for a command that is not meant.
 */
export function formatGithub(findings: Findings, language: Language): string {
  const { problems } = findings;
  const annotated = new Set(
    (["error", "warning"] as const).flatMap((severity) =>
      problems.filter((problem) => problem.severity === severity).slice(0, ANNOTATIONS_PER_TYPE),
    ),
  );
  const lines = problems.map((problem) =>
    annotated.has(problem) ? annotation(problem, language) : logLine(problem, language),
  );
  const total = `${tenantsText(findings)}: ${countsText(countsOf(problems), language)}`;
  return `${[...lines, total].join("\n")}\n`;
}

/** One workflow command. GitHub ignores columns of a range over more than one line. */
export function annotation(problem: Problem, language: Language): string {
  const columns =
    problem.line === problem.endLine
      ? { col: problem.column, endColumn: Math.max(problem.column, problem.endColumn - 1) }
      : {};
  const properties = {
    file: problem.file,
    line: problem.line,
    endLine: problem.endLine,
    ...columns,
    title: problem.code,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const message = plain(sentenceOf(problem, language)).slice(0, LONGEST_MESSAGE);
  return `::${problem.severity} ${list.join(",")}::${escapeData(message)}`;
}

/** The runner obeys `::` at the start of a line and `##[` anywhere in it. */
function logLine(problem: Problem, language: Language): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const line = `- ${place}: ${problem.severity} ${problem.code}: ${sentenceOf(problem, language)}`;
  return plain(line).replaceAll("##[", "## [");
}

export function escapeData(value: string): string {
  return value
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A")
    .replaceAll("##[", "## [");
}

export function escapeProperty(value: string): string {
  return escapeData(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
