/** What the YAML parser found wrong, told without quoting the file, which holds secrets. */
import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLError } from "yaml";
import type { Places } from "./places.ts";
import type { Problem } from "../problem.ts";
import { oversized } from "../rules/files.ts";
import { template } from "../rules/injection.ts";
import { report } from "../rules/rule.ts";
import { tabIndent, unknownTag, yamlSyntax } from "../rules/shape.ts";
import type { SourceFile } from "../source-file.ts";

/** What parsing a file gave. */
export interface ParsedYaml {
  readonly contents: Node | null;
  readonly errors: readonly YAMLError[];
  readonly warnings: readonly YAMLError[];
}

const VARIANTS = {
  BAD_DQ_ESCAPE: "escape",
  BAD_INDENT: "indent",
  BAD_SCALAR_START: "start",
  MISSING_CHAR: "missing",
  MULTIPLE_DOCS: "documents",
  MULTILINE_IMPLICIT_KEY: "key",
} as const;

/** The first error of each line, without those that follow from one on the line before; templates that are no YAML. */
export function syntaxProblems(source: SourceFile, parsed: ParsedYaml, places: Places): readonly Problem[] {
  const errors = [...parsed.errors, ...parsed.warnings].map((error) => toProblem(error, parsed, places));
  if (parsed.errors.length === 0) return firstOfEachLine(errors);
  const templates = bareTemplates(source);
  const named = new Set(templates.map(({ line }) => line));
  return [...firstOfEachLine(errors).filter(({ line }) => !named.has(line)), ...templates];
}

function firstOfEachLine(problems: readonly Problem[]): readonly Problem[] {
  const lines = new Set<number>();
  return problems.filter(({ line, variant }) => {
    const mayFollow = variant === "other" || variant === "key";
    const isEcho = lines.has(line) || (mayFollow && lines.has(line - 1));
    lines.add(line);
    return !isEcho;
  });
}

function toProblem(error: YAMLError, parsed: ParsedYaml, places: Places): Problem {
  const { text, path: file } = places.source;
  const start = Math.min(startOf(error, parsed), text.length);
  const lineEnd = text.indexOf("\n", start);
  const end = Math.min(Math.max(error.pos[1], start), lineEnd === -1 ? text.length : lineEnd);
  const place = { file, path: "", ...places.span(start, end) };
  if (error.code === "RESOURCE_EXHAUSTION") return report(oversized, "depth", place, { limit: "1000" });
  if (error.code === "TAB_AS_INDENT") return report(tabIndent, "tab", place);
  if (error.code === "TAG_RESOLVE_FAILED") {
    return report(unknownTag, /^!vault\s/.test(text.slice(start)) ? "vault" : "tag", place);
  }
  // A bracket that is not closed is only noticed where the next line is not deep enough for what is in it.
  if (error.code === "BAD_INDENT" && error.message.startsWith("Flow"))
    return report(yamlSyntax, "missing", place);
  const variant = error.code in VARIANTS ? VARIANTS[error.code as keyof typeof VARIANTS] : "other";
  return report(yamlSyntax, variant, place);
}

/** A quote that is never closed swallows the rest of the file: the place to look at is where it opens. */
function startOf(error: YAMLError, parsed: ParsedYaml): number {
  if (error.code !== "MISSING_CHAR") return error.pos[0];
  const last = lastScalar(parsed.contents);
  const isQuoted = last?.type === "QUOTE_SINGLE" || last?.type === "QUOTE_DOUBLE";
  return isQuoted && last.range ? Math.min(last.range[0], error.pos[0]) : error.pos[0];
}

function lastScalar(node: Node | null): Scalar | undefined {
  if (isScalar(node)) return node;
  if (isMap(node)) return lastScalar((node.items.at(-1)?.value ?? null) as Node | null);
  return isSeq(node) ? lastScalar((node.items.at(-1) ?? null) as Node | null) : undefined;
}

/** `key: {% x %}` is no YAML, and the template is the reason to name. */
function bareTemplates(source: SourceFile): readonly Problem[] {
  return source.text.split("\n").flatMap((text, index) => {
    const column = text.search(/\{[{%#]/) + 1;
    if (column === 0 || /^\s*#/.test(text)) return [];
    const line = index + 1;
    const span = { line, column, endLine: line, endColumn: column + 2 };
    return [report(template, "value", { file: source.path, path: "", ...span })];
  });
}
