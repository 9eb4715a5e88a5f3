/** The tenants that a person named. Pure. */
import { closest } from "../inventory/fields/closest.ts";

/** Those tenants, each once; or which of the names is none: one sentence. */
export type Named =
  { readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly message: string };

/** Finds the tenants by the words that were typed; the word `all` stands for every one. */
export function nameTenants(wanted: readonly string[], tenants: readonly string[]): Named {
  const words = [...new Set(wanted.map((word) => word.trim()).filter((word) => word !== ""))];
  if (words.length === 0) return { ok: false, message: "No tenant is named. Name some, or write all." };
  if (words.includes("all")) return { ok: true, names: tenants };
  const unknown = words.filter((word) => !tenants.includes(word));
  return unknown.length > 0
    ? { ok: false, message: sayUnknown(unknown, tenants) }
    : { ok: true, names: words };
}

function sayUnknown(unknown: readonly string[], tenants: readonly string[]): string {
  const list = unknown.map((name) => {
    const near = closest(name, tenants);
    return near === undefined ? `'${name}'` : `'${name}' (did you mean ${near}?)`;
  });
  return `No tenant at the branch's tip is called ${list.join(", ")}.`;
}
