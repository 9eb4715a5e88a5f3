/** What is wrong with a tenant's files: a value, located and with its remedy, until an edge prints it. */

/** One thing wrong in one of a tenant's files. Lines and columns count from 1. */
export interface Problem {
  /** A stable code of the rule that found it, where the rule has one. */
  readonly code?: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the document, dotted: `all.vars.postgres_port`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, one sentence without a full stop at its end. Never holds a secret. */
  readonly message: string;
  /** What to type or change, one sentence without a full stop at its end. */
  readonly remedy: string;
  readonly severity: "error" | "warning";
}

/** One line for a terminal or a log: `file:line:column: error: path: message. remedy.` */
export function formatProblem(problem: Problem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const code = problem.code === undefined ? "" : ` [${problem.code}]`;
  const path = problem.path === "" ? "" : `${problem.path}: `;
  const stop = problem.remedy.endsWith("?") ? "" : ".";
  return `${place}: ${problem.severity}${code}: ${path}${problem.message}. ${problem.remedy}${stop}`;
}
