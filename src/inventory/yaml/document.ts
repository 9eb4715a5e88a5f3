/** A YAML file as plain data that remembers where each value stands. Every scalar stays the text that was written. */
import { parseDocument } from "yaml";
import { Converter } from "./convert.ts";
import { Places } from "./places.ts";
import type { Problem, Severity, Span } from "../problem.ts";
import { composeQuickly } from "./quick-compose.ts";
import { oversized } from "../rules/files.ts";
import { report, type Rule, type Values } from "../rules/rule.ts";
import { syntaxProblems, type ParsedYaml } from "./syntax.ts";
import type { Path, Value } from "./value.ts";
import type { SourceFile } from "../source-file.ts";

/** A document read, with the problems met on the way. */
export interface Document {
  readonly file: string;
  /** Null where the file is no YAML; `problems` says why. Otherwise all of it that could be read. */
  readonly value: Value;
  readonly isReadable: boolean;
  readonly problems: readonly Problem[];
  /** Where the value at `path` stands, or the nearest one above it. An empty value stands at its key. */
  readonly valueAt: (path: Path) => Span;
  /** Where the key of `path` stands, or the nearest one above it. */
  readonly keyAt: (path: Path) => Span;
  /** Whether the scalar at `path` was written without quotes. */
  readonly isPlain: (path: Path) => boolean;
}

/** An inventory has some kilobytes and a hundred lines; the parser's time grows with both. */
const MOST_BYTES = 64 * 1024;
const MOST_MARKS = 5_000;

/** Reads a YAML file in bounded time. Without `vaultPassword`, `!vault` values are sealed secrets. */
export function readDocument(source: SourceFile, vaultPassword?: string): Document {
  const excess = excessOf(source.text);
  const parsed = excess === undefined ? parse(source.text) : NOTHING;
  const places = new Places(source, parsed.contents);
  const { valueAt, keyAt, isPlain } = places;
  const document = { file: source.path, valueAt, keyAt, isPlain };
  if (excess !== undefined) {
    const place = { file: source.path, path: "", ...valueAt([]) };
    const problems = [report(oversized, excess.variant, place, { limit: excess.limit })];
    return { ...document, value: null, isReadable: false, problems };
  }
  const syntax = syntaxProblems(source, parsed, places);
  if (parsed.errors.length > 0) return { ...document, value: null, isReadable: false, problems: syntax };
  const converter = new Converter(places, vaultPassword);
  const value = converter.convert(parsed.contents);
  const problems = [...syntax, ...converter.problems];
  return converter.isOverfull
    ? { ...document, value: null, isReadable: false, problems }
    : { ...document, value, isReadable: true, problems };
}

const NOTHING: ParsedYaml = { contents: null, errors: [], warnings: [] };

function excessOf(text: string): { readonly variant: "file" | "nodes"; readonly limit: string } | undefined {
  if (text.length > MOST_BYTES) return { variant: "file", limit: "64 KiB" };
  const marks = text.match(/[\n[\]{},]/g)?.length ?? 0;
  return marks > MOST_MARKS ? { variant: "nodes", limit: String(MOST_MARKS) } : undefined;
}

const customTags = ["!vault", "!unsafe"].map((tag) => ({
  tag,
  identify: () => false,
  resolve: (value: string) => value,
}));

/** Plain files are composed without the parser. */
function parse(text: string): ParsedYaml {
  const contents = composeQuickly(text);
  if (contents !== undefined) return { contents, errors: [], warnings: [] };
  return parseDocument(text, { schema: "failsafe", customTags, prettyErrors: false, uniqueKeys: false });
}

/** How a finding in a document is told. */
export interface Finding<Variant extends string> {
  readonly values?: Values;
  /** What it points at; the value unless it says the key. */
  readonly at?: "key" | "value";
  readonly severity?: Severity;
  readonly variant: Variant;
}

/** A finding at a path of a document. */
export function problemAt<Variant extends string>(
  document: Document,
  path: Path,
  rule: Rule<Variant>,
  { variant, values, at, severity }: Finding<NoInfer<Variant>>,
): Problem {
  const span = at === "key" ? document.keyAt(path) : document.valueAt(path);
  const place = { file: document.file, path: path.join("."), ...span };
  return report(rule, variant, place, values, severity);
}
