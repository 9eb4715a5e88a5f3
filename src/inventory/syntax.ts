/** What the YAML parser found wrong, told without quoting the file, which holds secrets. */
import type { Document, YAMLError } from "yaml";
import type { Places } from "./places.ts";
import type { Problem } from "./problem.ts";
import { template } from "./rules/injection.ts";
import { report } from "./rules/rule.ts";
import { tabIndent, unknownTag, yamlSyntax } from "./rules/shape.ts";
import type { SourceFile } from "./tenant.ts";

const VARIANTS = {
  BAD_DQ_ESCAPE: "escape",
  BAD_INDENT: "indent",
  BAD_SCALAR_START: "start",
  MISSING_CHAR: "missing",
  MULTIPLE_DOCS: "documents",
} as const;

/** The first error of each line, and templates that broke the file's syntax. */
export function syntaxProblems(
  source: SourceFile,
  parsed: Document.Parsed,
  places: Places,
): readonly Problem[] {
  const all: readonly YAMLError[] = [...parsed.errors, ...parsed.warnings];
  const lines = new Set<number>();
  const problems: Problem[] = [];
  for (const error of all) {
    const problem = toProblem(error, source, places);
    if (!lines.has(problem.line)) problems.push(problem);
    lines.add(problem.line);
  }
  return parsed.errors.length > 0 ? [...problems, ...bareTemplates(source)] : problems;
}

function toProblem(error: YAMLError, source: SourceFile, places: Places): Problem {
  const end = Math.min(error.pos[1], source.text.length);
  const span = places.span(Math.min(error.pos[0], source.text.length), end);
  const place = { file: source.path, path: "", ...span };
  if (error.code === "TAB_AS_INDENT") return report(tabIndent, "tab", place);
  if (error.code === "TAG_RESOLVE_FAILED") return report(unknownTag, "tag", place);
  const variant = error.code in VARIANTS ? VARIANTS[error.code as keyof typeof VARIANTS] : "other";
  return report(yamlSyntax, variant, place);
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
