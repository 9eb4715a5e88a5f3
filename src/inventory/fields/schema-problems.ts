/** What a schema found wrong, as problems at their places in the file. */
import type { z } from "zod";
import { closest } from "./closest.ts";
import { problemAt, type Document } from "../yaml/document.ts";
import type { Path, Value } from "../yaml/value.ts";
import { formAt } from "./fields.ts";
import type { Problem } from "../problem.ts";
import { connectionVariable } from "../rules/injection.ts";
import { inBoth, type Text } from "../rules/rule.ts";
import {
  emptyValue,
  encryptedValue,
  misplacedKey,
  missingKey,
  unknownKey,
  wrongValue,
} from "../rules/variables.ts";
import { Secret } from "../secret.ts";

/** How the validated data relates to the file it came from. */
export interface Provenance {
  readonly document: Document;
  /** What was validated against: it knows the forms of values in both languages. */
  readonly schema?: z.ZodType;
  /** The path in the file of a path of the data; for what is missing, where it should stand. */
  readonly pathOf: (path: Path) => Path;
  /** The raw value at a path of the data. */
  readonly valueOf: (path: Path) => Value | undefined;
  /** The keys a block may have, for "did you mean". */
  readonly keysOf: (path: Path) => readonly string[];
  /** What a key of that block is called, with its article in Spanish, where it is no variable. */
  readonly noun?: (block: Path) => Text;
  /** Whether the value may be left out. */
  readonly isOptional?: (path: Path) => boolean;
}

/** What a key is called that sets something. */
const VARIABLE: Text = { en: "variable", es: "una variable" };

/** Turns the issues of a failed validation into problems. */
export function schemaProblems(error: z.ZodError, provenance: Provenance): readonly Problem[] {
  const problems = error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknown([...path, key], path, provenance));
    }
    return [invalid(path, issue.message, provenance)];
  });
  const meant = namesMeant(problems);
  return problems.filter(({ code, values }) => code !== missingKey.code || !meant.has(values["key"]));
}

/** The names that misspelt keys were meant to be: of those it need not be said that they are missing. */
export function namesMeant(problems: readonly Problem[]): ReadonlySet<string | undefined> {
  return new Set(problems.flatMap(({ values }) => values["near"] ?? values["instead"] ?? []));
}

function unknown(path: Path, block: Path, { document, pathOf, keysOf, noun }: Provenance): Problem {
  return unknownKeyAt(document, pathOf(path), keysOf(block), noun?.(block));
}

function invalid(path: Path, message: string, provenance: Provenance): Problem {
  const { document, schema, pathOf, valueOf, isOptional } = provenance;
  const form = (schema && formAt(schema, path)) ?? { en: message, es: message };
  return invalidValueAt(document, pathOf(path), valueOf(path), form, isOptional?.(path) ?? false);
}

/** Connection variables by other names than the ones that are read. */
const RENAMED: Readonly<Record<string, string>> = {
  ansible_port: "ansible_ssh_port",
  ansible_ssh_host: "ansible_host",
  ansible_ssh_user: "ansible_user",
};
const ALLOWED = "ansible_host, ansible_ssh_port, ansible_user";
const CONNECTION =
  /^(ansible|become|ssh|proxy|delegate|connection|interpreter|local_action)([_-]|$)|proxy_?command|_executable$|_interpreter$|_args$/i;

/** A key that is not among the `known` ones: a slip of the fingers, or a variable that would steer a connection. */
export function unknownKeyAt(
  document: Document,
  path: Path,
  known: readonly string[],
  noun = VARIABLE,
): Problem {
  const key = String(path.at(-1));
  if (CONNECTION.test(key.normalize("NFKC").trim())) return connectionKey(document, path, key);
  const values = inBoth("noun", noun);
  const near = closest(key, known);
  if (near !== undefined) {
    return problemAt(document, path, unknownKey, { variant: "near", values: { ...values, near }, at: "key" });
  }
  const isFew = known.length > 0 && known.length <= 8;
  const few = { ...values, known: known.join(", ") };
  return problemAt(document, path, unknownKey, {
    variant: isFew ? "few" : "other",
    values: isFew ? few : values,
    at: "key",
  });
}

function connectionKey(document: Document, path: Path, key: string): Problem {
  const instead = Object.hasOwn(RENAMED, key) ? RENAMED[key] : undefined;
  return instead === undefined
    ? problemAt(document, path, connectionVariable, {
        variant: "refused",
        values: { allowed: ALLOWED },
        at: "key",
      })
    : problemAt(document, path, connectionVariable, { variant: "renamed", values: { instead }, at: "key" });
}

/** A variable that another block is for. */
export function misplacedKeyAt(document: Document, path: Path, place: Text): Problem {
  return problemAt(document, path, misplacedKey, {
    variant: "unread",
    values: inBoth("place", place),
    at: "key",
  });
}

/** A value that is missing, empty, encrypted where it must not be, or of another form. */
export function invalidValueAt(
  document: Document,
  path: Path,
  value: Value | undefined,
  form: Text,
  isOptional: boolean,
): Problem {
  const values = { ...inBoth("form", form), key: String(path.at(-1) ?? "") };
  if (value === undefined)
    return problemAt(document, path, missingKey, { variant: "missing", values, at: "key" });
  if (value === null) {
    return problemAt(document, path, emptyValue, { variant: isOptional ? "optional" : "required", values });
  }
  if (value instanceof Secret) return problemAt(document, path, encryptedValue, { variant: "encrypted" });
  return problemAt(document, path, wrongValue, { variant: "form", values });
}
