/** Group 7: whether a tenant's images come from where the fleet allows. */
import { problemAt, type Document } from "../yaml/document.ts";
import type { FleetFile } from "./fleet-file.ts";
import type { Problem } from "../problem.ts";
import { allowedRegistry } from "../rules/policies.ts";
import type { NeededImages } from "../../lock/lock.ts";

/** A problem at the policy for each image of a tenant that it does not allow: no tenant's file names registries. */
export function checkRegistries(
  { registries }: FleetFile,
  document: Document | undefined,
  tenant: string,
  needed: NeededImages,
): readonly Problem[] {
  if (registries === undefined || document === undefined) return [];
  const images = Object.values(needed).flatMap((list) => list.map(({ image }) => image));
  const refused = images.filter((image) => !registries.some((prefix) => image.startsWith(`${prefix}/`)));
  return [...new Set(refused)].map((image) =>
    problemAt(document, ["registries"], allowedRegistry, {
      variant: "image",
      values: { image, tenant },
    }),
  );
}
