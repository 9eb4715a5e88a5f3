/** Brings the catalogue to what judges a fleet: loaded when it is needed, as it takes longer than many tenants. */
import type { Fleet } from "../inventory/fleet/fleet.ts";

/** The images every tenant needs, by component. */
export async function imagesFor(): Promise<Required<Pick<Fleet, "imagesOf">>> {
  const [{ catalogue }, { imagesByComponent }] = await Promise.all([
    import("../components/catalogue.ts"),
    import("../release/render.ts"),
  ]);
  return { imagesOf: (tenant) => imagesByComponent(tenant, catalogue) };
}
