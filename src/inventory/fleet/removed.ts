/** Group 6: tenants that a change removes while something still names their hosts. */
import { isPublicIpv4, isIpv4 } from "../address.ts";
import { readDocument } from "../yaml/document.ts";
import { viewsOf, type View } from "./facts.ts";
import type { Documents } from "./places-of-findings.ts";
import type { Problem } from "../problem.ts";
import { removedTenant } from "../rules/fleet-folders.ts";
import { report } from "../rules/rule.ts";
import type { TenantSources } from "../tenant.ts";
import type { SourceFile } from "../source-file.ts";

/** A tenant whose folder is gone, and its inventory as it was. */
export interface RemovedTenant {
  readonly name: string;
  readonly inventory: SourceFile;
}

/** A problem at each value of a tenant that is an address of a removed one's hosts. */
export function findReferences(
  removed: readonly RemovedTenant[],
  sources: TenantSources,
  views: readonly View[],
  documents: Documents,
): readonly Problem[] {
  if (removed.length === 0) return [];
  const owners = new Map(removed.flatMap(addressesOf));
  const paths = new Map(
    views.flatMap(({ texts, pathOf }) =>
      [...texts].flatMap(([name, value]) => {
        const other = owners.get(value.toLowerCase());
        const isReference = other !== undefined && (name === "ansible_host" || isUnique(value));
        return isReference ? [[pathOf(name).join("."), { path: pathOf(name), other }] as const] : [];
      }),
    ),
  );
  return [...paths.values()].map(({ path, other }) =>
    report(removedTenant, "address", documents.placeOf(sources.inventory, path), { other }),
  );
}

function addressesOf({
  name,
  inventory,
}: RemovedTenant): readonly (readonly [address: string, owner: string])[] {
  const views = viewsOf(readDocument(inventory).value);
  const addresses = views.flatMap(({ texts }) => [texts.get("ansible_host"), texts.get("omni_ip_wan")]);
  return addresses.filter((address) => address !== undefined).map((address) => [address.toLowerCase(), name]);
}

/** Private addresses recur: each tenant may have a LAN of its own with the same ones. */
function isUnique(address: string): boolean {
  return isPublicIpv4(address) || !isIpv4(address);
}
