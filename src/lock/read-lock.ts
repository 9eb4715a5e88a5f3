/** Reads an image lock, or says on which line it is none. */
import { formAt } from "../inventory/fields/fields.ts";
import type { Problem } from "../inventory/problem.ts";
import { lockForm } from "../inventory/rules/lock.ts";
import { inBoth, report, type Place, type Text, type Values } from "../inventory/rules/rule.ts";
import type { SourceFile } from "../inventory/source-file.ts";
import { readDocument } from "../inventory/yaml/document.ts";
import type { Path } from "../inventory/yaml/value.ts";
import { formatLock, type Lock } from "./lock.ts";
import { lockSchema } from "./schema.ts";

/** A lock, where there is one that can be read, and what is wrong with its file. */
export interface LockResult {
  readonly lock?: Lock;
  readonly problems: readonly Problem[];
}

/** Reads a lock as `oml lock` writes it, whatever its white space. `tenant` stands in the commands that mend it. */
export function readLock(source: SourceFile | undefined, tenant: string): LockResult {
  if (source === undefined) return { problems: [] };
  const refuse = (variant: keyof typeof lockForm.texts, place: Place, values: Values = {}): LockResult => ({
    problems: [report(lockForm, variant, place, { tenant, ...values })],
  });
  const conflict = /^(<{7}|={7}|>{7})/m.exec(source.text);
  if (conflict !== null) return refuse("conflict", lineOf(source, conflict.index));
  const value = parse(source.text);
  if (value === undefined) return refuse("json", lineOf(source, 0));
  const { data, error } = lockSchema.safeParse(value);
  if (data === undefined) {
    const path = (error.issues[0]?.path ?? []).filter((part) => typeof part !== "symbol");
    return refuse("value", placeIn(source, path), inBoth("form", formAt(lockSchema, path) ?? WHOLE));
  }
  const written = formatLock(data);
  const isAsWritten = written === source.text || bare(written) === bare(source.text);
  return isAsWritten ? { lock: data, problems: [] } : refuse("written", lineOf(source, 0));
}

const WHOLE: Text = { en: "what oml lock writes", es: "lo que escribe oml lock" };

/** Where something of a lock stands, a block by its key; looked up for findings alone. */
export function placeIn(source: SourceFile, path: Path): Place {
  const document = readDocument(source);
  const value = document.valueAt(path);
  const span = value.line === value.endLine ? value : document.keyAt(path);
  return { file: source.path, path: path.join("."), ...span };
}

function lineOf({ path, text }: SourceFile, index: number): Place {
  const line = text.slice(0, index).split("\n").length;
  return { file: path, path: "", line, column: 1, endLine: line, endColumn: 1 };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bare(text: string): string {
  return text.replaceAll(/\s/g, "");
}
