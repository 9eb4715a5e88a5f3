/** Whether a run may be green. Pure. */
import type { TenantRecord } from "./record.ts";
import { isSettled } from "../deploy/outcome.ts";

/** `warning` is green with a word to say. */
export type Colour = "green" | "warning" | "red";

/** How a summary shows them. */
export const SIGNS: Readonly<Record<Colour, string>> = { green: "✅", warning: "⚠️", red: "❌" };

/** The colour of a tenant's outcome. What is postponed turns red at `maxAge` milliseconds. */
export function colourOf(
  { outcome, since }: Pick<TenantRecord, "outcome" | "since">,
  maxAge: number,
  now: Date,
): Colour {
  if (isSettled(outcome) || outcome === "superseded") return "green";
  if (outcome !== "postponed") return "red";
  const age = now.getTime() - Date.parse(since);
  return age < maxAge ? "warning" : "red";
}
