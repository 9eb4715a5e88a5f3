/** What stands where in a schema of blocks within blocks. */
import { z } from "zod";

/** The field at a path of a schema's data; undefined where the schema knows none. */
export function fieldAt(schema: z.ZodType, path: readonly (string | number)[]): z.ZodType | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const inner = innerOf(unwrapped(schema), key);
  return inner && fieldAt(inner, rest);
}

/** The keys that a block of a schema may have. */
export function keysAt(schema: z.ZodType, path: readonly (string | number)[]): readonly string[] {
  const field = fieldAt(schema, path);
  const block = field && unwrapped(field);
  return block instanceof z.ZodObject ? Object.keys(block.shape) : [];
}

/** A schema without what makes it optional or gives its default. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  const isWrapper =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return isWrapper ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

/** What stands behind a key of a block, of a block of any keys, or of a list. */
export function innerOf(schema: z.ZodType, key: string | number): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return (schema.shape as Readonly<Record<string, z.ZodType>>)[key];
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  return schema instanceof z.ZodArray ? (schema.element as z.ZodType) : undefined;
}
