/** What a schema found wrong, as problems at their places in the file. */
import type { z } from "zod";
import { closest } from "./closest.ts";
import { problemAt, type Document, type Path, type Value } from "./document.ts";
import type { Problem } from "./problem.ts";
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
  /** What a key of that block is called, where it is no variable. */
  readonly noun?: (block: Path) => string;
  /** Whether the value may be left out. */
  readonly isOptional?: (path: Path) => boolean;
  /** Where a key that is out of place belongs. */
  readonly belongs?: (key: string) => string | undefined;
}

/** Turns the issues of a failed validation into problems. The message of an issue is the form its value must have. */
export function schemaProblems(error: z.ZodError, provenance: Provenance): readonly Problem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknownKey([...path, key], path, provenance));
    }
    return [invalidValue(path, issue.message, provenance)];
  });
}

function unknownKey(path: Path, block: Path, provenance: Provenance): Problem {
  const key = String(path.at(-1));
  const place = provenance.belongs?.(key);
  const noun = provenance.noun?.(block) ?? "variable";
  const message = place === undefined ? `is not a known ${noun}` : "stands where nothing reads it";
  const remedy = place === undefined ? suggestion(key, provenance.keysOf(block)) : `Move it under ${place}`;
  return problemAt(provenance.document, provenance.pathOf(path), message, remedy, "key");
}

function suggestion(key: string, known: readonly string[]): string {
  const near = closest(key, known);
  if (near !== undefined) return `Rename it: did you mean ${near}?`;
  return known.length <= 8 ? `Remove it; known here: ${known.join(", ")}` : "Remove it";
}

function invalidValue(path: Path, form: string, provenance: Provenance): Problem {
  const { document, pathOf, valueOf } = provenance;
  const value = valueOf(path);
  const place = pathOf(path);
  const key = String(path.at(-1) ?? "");
  if (value === undefined) return problemAt(document, place, "is missing", `Add ${key}: ${form}`, "key");
  if (value === null) {
    const remedy = provenance.isOptional?.(path) ? "Comment the line out or give a value" : "Give a value";
    return problemAt(document, place, "is empty", `${remedy}: ${form}`);
  }
  if (value instanceof Secret) {
    return problemAt(document, place, "is encrypted, and plans show it", "Write it in plain text");
  }
  return problemAt(document, place, `must be ${form}`, "Correct the value");
}
