/** What is wrong with a tenant's files: a value, located and with its remedy, until an edge prints it. */

/** An error stops a deploy and a merge; a warning does not. */
export type Severity = "error" | "warning";

/** A piece of a file. Lines and columns count from 1; the end is just behind the last character. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One thing wrong in one of a tenant's files. */
export interface Problem extends Span {
  /** The stable code of the rule that found it: `OML0101`. */
  readonly code: string;
  readonly severity: Severity;
  readonly file: string;
  /** Where in the document, dotted: `all.vars.postgres_port`; empty for the file as a whole. */
  readonly path: string;
  /** Which of the rule's texts it is. */
  readonly variant?: string;
  /** What the texts name. Never holds a secret. */
  readonly values: Readonly<Record<string, string>>;
  /** What is wrong, one English sentence without a full stop at its end. Never holds a secret. */
  readonly message: string;
  /** What to type or change, one English sentence without a full stop at its end. */
  readonly remedy: string;
}

/** One line for a terminal or a log: `file:line:column: error [code]: path: message. remedy.` */
export function formatProblem(problem: Problem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const path = problem.path === "" ? "" : `${problem.path}: `;
  const stop = problem.remedy.endsWith("?") ? "" : ".";
  return `${place}: ${problem.severity} [${problem.code}]: ${path}${problem.message}. ${problem.remedy}${stop}`;
}

/** File by file as they were found, top to bottom; at one place by code. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = new Map<string, number>();
  for (const { file } of problems) if (!files.has(file)) files.set(file, files.size);
  const rank = ({ file }: Problem) => files.get(file) ?? 0;
  return problems.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      a.line - b.line ||
      a.column - b.column ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}
