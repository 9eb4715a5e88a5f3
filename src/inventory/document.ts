/** A YAML file as plain data that remembers where each value stands. Every scalar stays the text that was written. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Node, Pair, Scalar, YAMLError, YAMLMap } from "yaml";
import type { Problem } from "./problem.ts";
import { Secret } from "./secret.ts";
import type { SourceFile } from "./tenant.ts";
import { decryptVault, isVaultWellFormed } from "./vault.ts";

/** A value of a document. Scalars are text; an empty one (`key:`, `null`, `~`) is null; `!vault` ones are secrets. */
export type Value = string | null | Secret | readonly Value[] | { readonly [key: string]: Value };

/** Keys and indices from the root of a document. */
export type Path = readonly (string | number)[];

/** Line and column, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document read, with the problems met on the way. Where there are any, `value` may lack what they name. */
export interface Document {
  readonly file: string;
  readonly value: Value;
  readonly problems: readonly Problem[];
  /** Where the value at `path` stands, or the nearest one above it. */
  readonly valueAt: (path: Path) => Position;
  /** Where the key of `path` stands, or the nearest one above it. */
  readonly keyAt: (path: Path) => Position;
}

/** Reads a YAML file. Without `vaultPassword`, `!vault` values are sealed secrets. */
export function readDocument(source: SourceFile, vaultPassword?: string): Document {
  const reader = new Reader(source, vaultPassword);
  const value = reader.read();
  return {
    file: source.path,
    value,
    problems: reader.problems,
    valueAt: (path) => nearest(reader.values, path),
    keyAt: (path) => nearest(reader.keys, path),
  };
}

/** A problem at a path of a document; it points at the value, or at the key where `at` says so. */
export function problemAt(
  document: Document,
  path: Path,
  message: string,
  remedy: string,
  at: "key" | "value" = "value",
): Problem {
  const position = at === "key" ? document.keyAt(path) : document.valueAt(path);
  return { file: document.file, ...position, path: path.join("."), message, remedy, severity: "error" };
}

function nearest(positions: ReadonlyMap<string, Position>, path: Path): Position {
  const found = positions.get(JSON.stringify(path));
  if (found !== undefined || path.length === 0) return found ?? { line: 1, column: 1 };
  return nearest(positions, path.slice(0, -1));
}

const EMPTY = /^(|~|null|Null|NULL)$/;
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const TAGS = ["!vault", "!unsafe"];

/** The parser's own messages quote the file, which holds secrets. */
const YAML_ERRORS: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "holds an unknown escape after a backslash",
  BAD_INDENT: "is not indented as its neighbours are",
  BAD_SCALAR_START: "begins with a character that needs quotes",
  DUPLICATE_KEY: "repeats a key of the same block",
  MISSING_CHAR: "lacks a closing quote, bracket or colon",
  MULTIPLE_DOCS: "begins a second document",
  TAB_AS_INDENT: "is indented with a tab",
  TAG_RESOLVE_FAILED: "holds a YAML tag other than !vault and !unsafe",
};

function firstOfEachLine(errors: readonly YAMLError[], lines: LineCounter): readonly YAMLError[] {
  const lineOf = (error: YAMLError) => lines.linePos(error.pos[0]).line;
  return errors.filter(
    (error, index) => errors.findIndex((other) => lineOf(other) === lineOf(error)) === index,
  );
}

class Reader {
  readonly problems: Problem[] = [];
  readonly values = new Map<string, Position>();
  readonly keys = new Map<string, Position>();
  readonly #source: SourceFile;
  readonly #vaultPassword: string | undefined;
  readonly #lines = new LineCounter();

  constructor(source: SourceFile, vaultPassword: string | undefined) {
    this.#source = source;
    this.#vaultPassword = vaultPassword;
  }

  read(): Value {
    const customTags = TAGS.map((tag) => ({ tag, identify: () => false, resolve: (text: string) => text }));
    const document = parseDocument(this.#source.text, {
      schema: "failsafe",
      customTags,
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    const errors = [...document.errors, ...document.warnings];
    for (const error of firstOfEachLine(errors, this.#lines)) this.#syntax(error);
    return document.errors.length > 0 ? null : this.#toValue(document.contents, []);
  }

  #syntax(error: YAMLError): void {
    const cause = YAML_ERRORS[error.code] ?? "is not valid YAML here";
    const remedy = "Correct the line; a value with : # * & ! % @ or ` in it needs quotes";
    this.#report([], this.#lines.linePos(error.pos[0]), cause, remedy);
  }

  #report(path: Path, at: { line: number; col: number } | Position, message: string, remedy: string): void {
    const column = "col" in at ? at.col : at.column;
    const place = { file: this.#source.path, line: Math.max(at.line, 1), column: Math.max(column, 1) };
    this.problems.push({ ...place, path: path.join("."), message, remedy, severity: "error" });
  }

  #toValue(node: Node | null, path: Path): Value {
    const position = this.#place(node);
    if (position !== undefined) this.values.set(JSON.stringify(path), position);
    if (isMap(node)) return this.#toObject(node, path);
    if (isSeq(node))
      return node.items.map((item, index) => this.#toValue(item as Node | null, [...path, index]));
    if (isScalar(node)) return this.#toScalar(node, path);
    if (isAlias(node)) this.#refuse(path, "is a YAML alias", "Write the value out in its place");
    return null;
  }

  #place(node: Node | null): Position | undefined {
    if (!node?.range) return undefined;
    const { line, col } = this.#lines.linePos(node.range[0]);
    return { line, column: col };
  }

  #toObject(map: YAMLMap, path: Path): Value {
    return Object.fromEntries(map.items.flatMap((pair) => this.#toEntry(pair, path)));
  }

  #toEntry(pair: Pair, path: Path): [string, Value][] {
    const { key, value } = pair as Pair<Node, Node | null>;
    const name = isScalar(key) ? String(key.value) : "?";
    const inner = [...path, name];
    const position = this.#place(key);
    if (position !== undefined) {
      this.keys.set(JSON.stringify(inner), position);
      this.values.set(JSON.stringify(inner), position);
    }
    return [[name, this.#toValue(value, inner)]];
  }

  #toScalar(node: Scalar, path: Path): Value {
    const text = String(node.value ?? "");
    if (node.tag === "!vault") return this.#toSecret(text, path);
    if (node.type === "PLAIN" && node.tag === undefined && EMPTY.test(text)) return null;
    this.#checkText(text, path);
    if (node.tag !== "!unsafe" && /\{\{|\{%/.test(text)) {
      this.#refuse(
        path,
        "holds a template, and an inventory is data",
        "Write the value out, or mark it !unsafe",
      );
    }
    return text;
  }

  #toSecret(text: string, path: Path): Value {
    const remedy = "Encrypt the value again with ansible-vault encrypt_string";
    if (!isVaultWellFormed(text)) this.#refuse(path, "is not in ansible-vault's format", remedy);
    if (this.#vaultPassword === undefined) return Secret.sealed();
    const result = decryptVault(text, this.#vaultPassword);
    if (result.ok) {
      this.#checkText(result.text, path);
      return Secret.of(result.text);
    }
    if (result.reason === "wrong-password") {
      this.#refuse(
        path,
        "does not open with the vault password given",
        "Give the password it was encrypted with",
      );
    }
    return Secret.sealed();
  }

  #checkText(text: string, path: Path): void {
    if (UNPRINTABLE.test(text) || !text.isWellFormed()) {
      const remedy = "Write it on one line; when encrypting, leave out the line's end (printf %s …)";
      this.#refuse(path, "holds a line break or another control character", remedy);
    }
  }

  #refuse(path: Path, message: string, remedy: string): void {
    this.#report(path, nearest(this.values, path), message, remedy);
  }
}
