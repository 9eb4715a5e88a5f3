/** A tenant's release as far as its images are locked: to be looked at, not to be deployed. Pure. */
import { catalogue } from "../components/catalogue.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { digestsOf, nameOf, type Digests } from "../lock/lock.ts";
import { imagesOf, render, type Release } from "./render.ts";

/** Stands for a digest that nobody locked. */
export const UNLOCKED_DIGEST = `sha256:${"0".repeat(64)}`;

/** A release, and `image:tag` of what is not locked: it has zeros in its place. */
export interface Sketch {
  readonly release: Release;
  readonly unlocked: readonly string[];
}

/** The release of a tenant, whatever its lock lacks. */
export function sketchRelease(tenant: Tenant): Sketch {
  const { digests, unlocked } = lockedDigests(tenant);
  const zeros = unlocked.map((name) => [name, UNLOCKED_DIGEST] as const);
  return { release: render(tenant, new Map([...digests, ...zeros]), catalogue), unlocked };
}

/** The digests a tenant's lock knows, and `image:tag` of what the tenant needs beside them. */
export function lockedDigests(tenant: Tenant): {
  readonly digests: Digests;
  readonly unlocked: readonly string[];
} {
  const digests = tenant.lock === undefined ? new Map<string, string>() : digestsOf(tenant.lock);
  const unlocked = imagesOf(tenant, catalogue)
    .map(nameOf)
    .filter((name) => !digests.has(name));
  return { digests, unlocked };
}
