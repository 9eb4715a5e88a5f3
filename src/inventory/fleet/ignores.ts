/** `# oml-ignore CODE reason` at the end of a line silences one warning there, never an error. */
import type { Problem } from "../problem.ts";
import { ignoredError, ignoreForm, unusedIgnore } from "../rules/ignored.ts";
import { report, type Place } from "../rules/rule.ts";
import type { SourceFile } from "../source-file.ts";

/** One comment, located. */
interface Ignore {
  readonly place: Place;
  /** Undefined where none is named. */
  readonly code: string | undefined;
  readonly reason: string;
}

/** The marker; most files have none, so that searching for it costs nearly nothing. */
const MARKER = "oml-ignore";
const COMMENT = /(?<=^|\s)#\s*oml-ignore\b[ \t]*(OML\d{4}(?=\s|$))?(.*)$/;
/** Several stand on a line one behind the other. */
const BETWEEN = /(?<=\s)(?=#\s*oml-ignore\b)/;

/** The problems without the silenced ones, and those of the comments themselves. */
export function applyIgnores(
  problems: readonly Problem[],
  sources: readonly SourceFile[],
  codes: ReadonlySet<string>,
): readonly Problem[] {
  const ignores = sources.flatMap(ignoresIn);
  if (ignores.length === 0) return problems;
  const left = problems.filter((problem) => !ignores.some((ignore) => silences(ignore, problem)));
  return [...left, ...ignores.flatMap((ignore) => judge(ignore, problems, codes))];
}

function silences(ignore: Ignore, problem: Problem): boolean {
  return problem.severity === "warning" && ignore.reason !== "" && isOn(ignore, problem);
}

function isOn({ place, code }: Ignore, problem: Problem): boolean {
  return problem.code === code && problem.line === place.line && problem.file === place.file;
}

function judge(ignore: Ignore, problems: readonly Problem[], codes: ReadonlySet<string>): readonly Problem[] {
  const { place, code, reason } = ignore;
  if (code === undefined || !codes.has(code)) return [report(ignoreForm, "code", place)];
  if (reason === "") return [report(ignoreForm, "reason", place, { code })];
  const here = problems.filter((problem) => isOn(ignore, problem));
  if (here.some(({ severity }) => severity === "warning")) return [];
  return here.length > 0
    ? [report(ignoredError, "error", place, { code })]
    : [report(unusedIgnore, "unused", place, { code })];
}

function ignoresIn({ path, text }: SourceFile): readonly Ignore[] {
  if (!text.includes(MARKER)) return [];
  return text.split("\n").flatMap((line, index) => {
    let before = 0;
    return line.split(BETWEEN).flatMap((piece) => {
      const start = before;
      before += piece.length;
      return ignoreIn(piece.trimEnd(), path, index + 1, start);
    });
  });
}

/** The ignore that ends a piece of a line; `start` is what of the line lies before it. */
function ignoreIn(piece: string, file: string, line: number, start: number): readonly Ignore[] {
  const match = COMMENT.exec(piece);
  if (match === null) return [];
  const [column, endColumn] = [start + match.index + 1, start + piece.length + 1];
  const place = { file, path: "", line, column, endLine: line, endColumn };
  return [{ place, code: match[1], reason: (match[2] ?? "").trim() }];
}
