/** Group 7: whether a tenant's images come from where the fleet allows. */
import { problemAt, type Document } from "../yaml/document.ts";
import type { FleetFile } from "./fleet-file.ts";
import type { Problem } from "../problem.ts";
import { allowedRegistry } from "../rules/policies.ts";
import type { Tenant } from "../tenant.ts";

/** The images a tenant runs, such as `docker.io/omnileads/asterisk`. */
export type ImagesOf = (tenant: Tenant) => readonly string[];

/** A problem at the policy for each image of a tenant that it does not allow: no tenant's file names registries. */
export function checkRegistries(
  { registries }: FleetFile,
  document: Document | undefined,
  tenant: Tenant,
  imagesOf: ImagesOf,
): readonly Problem[] {
  if (registries === undefined || document === undefined) return [];
  const refused = imagesOf(tenant).filter(
    (image) => !registries.some((prefix) => image.startsWith(`${prefix}/`)),
  );
  return [...new Set(refused)].map((image) =>
    problemAt(document, ["registries"], allowedRegistry, {
      variant: "image",
      values: { image, tenant: tenant.name },
    }),
  );
}
