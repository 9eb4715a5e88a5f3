/** Brings the catalogue to the fleet's policy on registries, only where there is one. */
import type { Fleet } from "../inventory/fleet/fleet.ts";
import type { SourceFile } from "../inventory/tenant.ts";

/** What tenants run, where the fleet's policy asks: the catalogue takes longer to load than many tenants to read. */
export async function imagesFor(fleetFile: SourceFile | undefined): Promise<Pick<Fleet, "imagesOf">> {
  if (!fleetFile?.text.includes("registries")) return {};
  const [{ catalogue }, { imagesOf }] = await Promise.all([
    import("../components/catalogue.ts"),
    import("../release/render.ts"),
  ]);
  return { imagesOf: (tenant) => imagesOf(tenant, catalogue).map(({ image }) => image) };
}
