/** Locks for tests. */
import { createHash } from "node:crypto";
import { catalogue } from "../components/catalogue.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { imagesByComponent } from "../release/render.ts";
import { nameOf, type Lock } from "./lock.ts";

/** The lock of a tenant with a digest for every image, the same each time. */
export function lockFor(tenant: Tenant): Lock {
  const needed = Object.entries(imagesByComponent(tenant, catalogue));
  const components = needed.map(([component, images]) => {
    const locked = images.map((image) => ({ ...image, digest: digestFrom(nameOf(image)) }));
    return [component, locked] as const;
  });
  return { format: 1, components: Object.fromEntries(components) };
}

/** A digest made from a text. */
export function digestFrom(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
