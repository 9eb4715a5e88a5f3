/** The line a problem stands on, with a caret under it; values that may be secrets are left out. */
import type { Problem } from "../inventory/problem.ts";
import { plain } from "./plain.ts";

/** Keys whose values may be shown. A key that nobody knows may be a misspelt password. */
export type ShownKeys = ReadonlySet<string>;

/** Two lines: the source line and its caret, each behind a gutter. */
export interface Excerpt {
  readonly line: string;
  readonly caret: string;
}

const HIDDEN = "‹hidden›";
const WIDEST = 160;

/** The excerpt of a problem, or undefined where its line does not exist or must not be shown. */
export function excerptOf(problem: Problem, text: string, shown: ShownKeys): Excerpt | undefined {
  const raw = lineAt(text, problem.line);
  if (raw === undefined || raw.trim() === "") return undefined;
  const visible = visiblePart(problem.file, raw, shown);
  if (visible === undefined) return undefined;
  const line = plain(visible).slice(0, WIDEST);
  const [start, end] = visible === raw ? spanOn(problem, line) : spanBesideHidden(problem, line);
  const gutter = String(problem.line);
  const indent = line.slice(0, start).replace(/[^\t]/g, " ");
  return {
    line: `  ${gutter} | ${line}`,
    caret: `  ${" ".repeat(gutter.length)} | ${indent}${"^".repeat(Math.max(1, end - start))}`,
  };
}

/** Start and end on the line, from 0, within what is shown of it. */
function spanOn({ line, column, endLine, endColumn }: Problem, text: string): readonly [number, number] {
  const last = text.trimEnd().length;
  return [Math.min(column - 1, last), endLine === line ? Math.min(endColumn - 1, last) : last];
}

/** What points into the hidden part points at what stands for it. */
function spanBesideHidden(problem: Problem, text: string): readonly [number, number] {
  const hidden = text.length - HIDDEN.length;
  const [start, end] = spanOn(problem, text);
  return problem.column - 1 >= hidden ? [hidden, text.length] : [start, Math.min(end, hidden - 1)];
}

function lineAt(text: string, number: number): string | undefined {
  let from = 0;
  for (let line = 1; line < number; line += 1) {
    from = text.indexOf("\n", from) + 1;
    if (from === 0) return undefined;
  }
  const end = text.indexOf("\n", from);
  return text.slice(from, end === -1 ? undefined : end).replace(/\r$/, "");
}

/** Public files whole, a tenant's YAML by its keys, a private key never. */
function visiblePart(file: string, line: string, shown: ShownKeys): string | undefined {
  if (/(^|\/)(known_hosts|cert\.pem|fleet\.yml)$/.test(file)) return line;
  return /\.ya?ml$/.test(file) ? withoutValue(line, shown) : undefined;
}

function withoutValue(line: string, shown: ShownKeys): string | undefined {
  if (/^\s*#/.test(line)) return undefined;
  const [, before = "", key = "", after = ""] =
    /^(\s*(?:-\s+)?["']?([\w.-]+)["']?\s*:(?=\s|$))(.*)$/.exec(line) ?? [];
  if (before === "") return undefined;
  const holdsKeys = /["']\s*:|\w\s*:\s/.test(after.replace(/\s#.*$/, ""));
  return after.trim() === "" || (shown.has(key) && !holdsKeys) ? line : `${before} ${HIDDEN}`;
}
