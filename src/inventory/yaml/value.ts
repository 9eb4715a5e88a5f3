/** What a document holds: plain data, addressed by paths. */
import type { Secret } from "../secret.ts";

/** A value of a document. Scalars are text; an empty one (`key:`, `null`, `~`) is null; `!vault` ones are secrets. */
export type Value = string | null | Secret | readonly Value[] | { readonly [key: string]: Value };

/** Keys and indices from the root of a document. */
export type Path = readonly (string | number)[];

/** The value at a path of a document, or undefined. */
export function valueIn(value: Value, path: Path): Value | undefined {
  return path.reduce<Value | undefined>((inner, key) => {
    const isBlock = typeof inner === "object" && inner !== null;
    return isBlock && Object.hasOwn(inner, key) ? (inner as Record<string | number, Value>)[key] : undefined;
  }, value);
}
