/** Reads single fields without zod's machinery, which costs more than the rest of a tenant; the verdict is the same. */
import { z } from "zod";

/** A field's value, or that it was refused. */
export type Verdict = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Judges a raw value; undefined where it is missing. */
export type FieldReader = (value: unknown) => Verdict;

/** A value that was refused. */
export const REFUSED: Verdict = { ok: false };

const readers = new WeakMap<z.ZodType, FieldReader>();

/** Notes how a schema's values are read; the schema says the same. */
export function readDirectly<T extends z.ZodType>(schema: T, reader: FieldReader): T {
  readers.set(schema, reader);
  return schema;
}

/** The reader of a field: the noted one, through what makes it optional or gives it a default; else the schema itself. */
export function readerOf(field: z.ZodType): FieldReader {
  const known = readers.get(field);
  if (known !== undefined) return known;
  const reader = wrapped(field) ?? bySchema(field);
  readers.set(field, reader);
  return reader;
}

function wrapped(field: z.ZodType): FieldReader | undefined {
  if (!(field instanceof z.ZodOptional || field instanceof z.ZodDefault)) return undefined;
  const inner = readerOf(field.unwrap() as z.ZodType);
  const missing: Verdict = { ok: true, value: field.parse(undefined) };
  return (value) => (value === undefined ? missing : inner(value));
}

function bySchema(field: z.ZodType): FieldReader {
  return (value) => {
    const result = field.safeParse(value);
    return result.success ? { ok: true, value: result.data } : REFUSED;
  };
}
