/** Finds the tenant that a new one's hosts belonged to. Pure. */
import { factsOf, viewsOf } from "../inventory/fleet/facts.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import { readDocument } from "../inventory/yaml/document.ts";

/** The name of the first of the `removed` tenants that has a host of `added`'s, by address and port. */
export function findRenamed(removed: readonly TenantSources[], added: TenantSources): string | undefined {
  if (removed.length === 0) return undefined;
  const own = new Set(addressesOf(added));
  return removed.find((sources) => addressesOf(sources).some((address) => own.has(address)))?.name;
}

function addressesOf({ inventory }: TenantSources): readonly string[] {
  const facts = factsOf(viewsOf(readDocument(inventory).value));
  return facts.flatMap(({ kind, key }) => (kind === "address" ? [key] : []));
}
