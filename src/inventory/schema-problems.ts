/** What a schema found wrong, as problems at their places in the file. */
import type { z } from "zod";
import { closest } from "./closest.ts";
import { problemAt, type Document, type Path, type Value } from "./document.ts";
import type { Problem } from "./problem.ts";
import { inBoth, type Text } from "./rules/rule.ts";
import {
  emptyValue,
  encryptedValue,
  misplacedKey,
  missingKey,
  unknownKey,
  wrongValue,
} from "./rules/variables.ts";
import { Secret } from "./secret.ts";

/** How the validated data relates to the file it came from. */
export interface Provenance {
  readonly document: Document;
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
  /** Where a key that is out of place belongs. */
  readonly belongs?: (key: string) => Text | undefined;
}

/** What a key is called that sets something. */
const VARIABLE: Text = { en: "variable", es: "una variable" };

/** Turns the issues of a failed validation into problems. The message of an issue is the form its value must have. */
export function schemaProblems(error: z.ZodError, provenance: Provenance): readonly Problem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknown([...path, key], path, provenance));
    }
    return [invalidValue(path, issue.message, provenance)];
  });
}

function unknown(path: Path, block: Path, provenance: Provenance): Problem {
  const key = String(path.at(-1));
  const { document, pathOf, keysOf } = provenance;
  const place = provenance.belongs?.(key);
  if (place !== undefined) {
    const values = inBoth("place", place);
    return problemAt(document, pathOf(path), misplacedKey, { variant: "unread", values, at: "key" });
  }
  const noun = inBoth("noun", provenance.noun?.(block) ?? VARIABLE);
  const known = keysOf(block);
  const near = closest(key, known);
  const found =
    near !== undefined
      ? ({ variant: "near", values: { ...noun, near } } as const)
      : known.length > 0 && known.length <= 8
        ? ({ variant: "few", values: { ...noun, known: known.join(", ") } } as const)
        : ({ variant: "other", values: noun } as const);
  return problemAt(document, pathOf(path), unknownKey, { ...found, at: "key" });
}

function invalidValue(path: Path, form: string, provenance: Provenance): Problem {
  const { document, pathOf, valueOf } = provenance;
  const value = valueOf(path);
  const place = pathOf(path);
  const values = { form, key: String(path.at(-1) ?? "") };
  if (value === undefined)
    return problemAt(document, place, missingKey, { variant: "missing", values, at: "key" });
  if (value === null) {
    const variant = provenance.isOptional?.(path) ? "optional" : "required";
    return problemAt(document, place, emptyValue, { variant, values });
  }
  if (value instanceof Secret) return problemAt(document, place, encryptedValue, { variant: "encrypted" });
  return problemAt(document, place, wrongValue, { variant: "form", values });
}
