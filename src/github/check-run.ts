/** A check run with more annotations than a step may have: what is sent to GitHub's Checks API. Pure. */
import type { Problem } from "../inventory/problem.ts";
import { explain } from "../inventory/explain.ts";
import { countsOf, countsText, sentenceOf, type Findings, type Language } from "../report/findings.ts";
import { plain } from "../report/plain.ts";

/** Annotations GitHub takes in one request. */
export const ANNOTATIONS_PER_REQUEST = 50;

/** Requests a check run is made of at the most: the token's budget is shared by every job of the repository. */
export const LARGEST_NUMBER_OF_REQUESTS = 20;

/** Characters of a title and of a message that GitHub takes. */
const LONGEST_TITLE = 255;
const LONGEST_MESSAGE = 60_000;

/** One annotation, by the names of GitHub's API. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "failure" | "warning";
  readonly title: string;
  readonly message: string;
}

/**
 * One request. The first creates the check run, whole but for annotations; the others add to it.
 * So a lost one leaves annotations out and no check that waits for ever.
 */
export interface CheckRequest {
  readonly name: string;
  readonly head_sha: string;
  readonly status: "completed";
  readonly conclusion: "success" | "failure" | "neutral";
  readonly output: {
    readonly title: string;
    readonly summary: string;
    readonly annotations: readonly CheckAnnotation[];
  };
}

/** What a check run is called and what it belongs to. */
export interface CheckRun {
  readonly name: string;
  readonly sha: string;
  readonly failed: boolean;
  readonly language: Language;
}

/** The requests, in the order they are to be sent: at least one. */
export function checkRequests(
  { problems }: Findings,
  run: CheckRun,
): readonly [CheckRequest, ...CheckRequest[]] {
  const shown = problems.slice(0, ANNOTATIONS_PER_REQUEST * LARGEST_NUMBER_OF_REQUESTS);
  const pages = pagesOf(shown.map((problem) => annotationOf(problem, run.language)));
  const left = problems.length - shown.length;
  const title = countsText(countsOf(problems), run.language);
  const summary = left === 0 ? title : `${title}. ${MORE[run.language](left)}`;
  const conclusion = run.failed ? "failure" : problems.length > 0 ? "neutral" : "success";
  const requestOf = (annotations: readonly CheckAnnotation[]): CheckRequest => ({
    name: run.name,
    head_sha: run.sha,
    status: "completed",
    conclusion,
    output: { title, summary, annotations },
  });
  const [first = [], ...others] = pages;
  return [requestOf(first), ...others.map(requestOf)];
}

const MORE = {
  en: (count: number) => `${count} more are in the job's summary and log.`,
  es: (count: number) => `Otros ${count} están en el resumen y el registro del trabajo.`,
};

function pagesOf(annotations: readonly CheckAnnotation[]): readonly (readonly CheckAnnotation[])[] {
  const count = Math.ceil(annotations.length / ANNOTATIONS_PER_REQUEST);
  return Array.from({ length: count }, (_, page) =>
    annotations.slice(page * ANNOTATIONS_PER_REQUEST, (page + 1) * ANNOTATIONS_PER_REQUEST),
  );
}

/** GitHub takes columns for a single line only. */
function annotationOf(problem: Problem, language: Language): CheckAnnotation {
  const { file, line, column, endLine, endColumn, severity, code } = problem;
  const columns =
    line === endLine ? { start_column: column, end_column: Math.max(column, endColumn - 1) } : {};
  const title = plain(`${code} ${explain(problem, language).message}`);
  return {
    path: file,
    start_line: line,
    end_line: endLine,
    ...columns,
    annotation_level: severity === "error" ? "failure" : "warning",
    title: title.slice(0, LONGEST_TITLE),
    message: plain(sentenceOf(problem, language)).slice(0, LONGEST_MESSAGE),
  };
}
