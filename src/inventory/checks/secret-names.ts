/** Which variables hold secrets. */
import type { z } from "zod";
import { settingsSchema } from "../settings.ts";

/** The names of the inventory's secret variables. */
export const SECRET_NAMES: ReadonlySet<string> = new Set(
  Object.entries(settingsSchema.shape).flatMap(([name, field]) => (isSecret(field) ? [name] : [])),
);

/** A field may be optional or have a default around what it is. */
function isSecret(field: z.ZodType): boolean {
  if (field.meta()?.["secret"] === true) return true;
  return "unwrap" in field && typeof field.unwrap === "function" && isSecret(field.unwrap() as z.ZodType);
}
