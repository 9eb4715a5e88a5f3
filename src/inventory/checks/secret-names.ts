/** Which variables and keys hold secrets. */
import { z } from "zod";
import { unwrapped } from "../fields/blocks.ts";
import { settingsSchema } from "../settings.ts";

/** The names of the inventory's secret variables. */
export const SECRET_NAMES: ReadonlySet<string> = new Set(secretPaths(settingsSchema).flat());

/** Where in the data of a schema of blocks secrets stand. */
export function secretPaths(schema: z.ZodType): readonly (readonly string[])[] {
  const field = unwrapped(schema);
  if (field.meta()?.["secret"] === true) return [[]];
  if (!(field instanceof z.ZodObject)) return [];
  return Object.entries(field.shape as Readonly<Record<string, z.ZodType>>).flatMap(([key, inner]) =>
    secretPaths(inner).map((path) => [key, ...path]),
  );
}
