/** The outputs of a run, made from what was found. Pure. */
import { countsOf, type Findings, type Language } from "../../../src/report/findings.ts";
import { jsonReport, type JsonProblem } from "../../../src/report/json.ts";

/** How a run ends. */
export type Outcome = "clean" | "warnings" | "problems" | "wrong-call";

/** The output `result`. */
export interface Result {
  readonly version: 1;
  readonly outcome: Outcome;
  readonly errors: number;
  readonly warnings: number;
  /** How many tenants were read. */
  readonly tenants: number;
  readonly problems: readonly JsonProblem[];
  /** Problems left out to keep the output within what an environment variable can hold. */
  readonly omitted: number;
}

/** Bytes of the problems: Linux takes no environment variable of more than 131,072, and a later step may want it as one. */
const LARGEST = 100_000;

/** A run that judged nothing. */
export const WRONG_CALL: Result = {
  version: 1,
  outcome: "wrong-call",
  errors: 0,
  warnings: 0,
  tenants: 0,
  problems: [],
  omitted: 0,
};

/** The result of what was found. */
export function resultOf(findings: Findings, language: Language): Result {
  const { errors, warnings } = countsOf(findings.problems);
  const all = jsonReport(findings, language).problems;
  const problems = fitting(all);
  return {
    version: 1,
    outcome: errors > 0 ? "problems" : warnings > 0 ? "warnings" : "clean",
    errors,
    warnings,
    tenants: findings.tenants.length,
    problems,
    omitted: all.length - problems.length,
  };
}

function fitting(problems: readonly JsonProblem[]): readonly JsonProblem[] {
  let bytes = 1000;
  const end = problems.findIndex((problem) => {
    bytes += Buffer.byteLength(JSON.stringify(problem)) + 1;
    return bytes > LARGEST;
  });
  return end === -1 ? problems : problems.slice(0, end);
}
