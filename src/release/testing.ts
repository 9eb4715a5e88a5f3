/** Releases for tests. */
import { createHash } from "node:crypto";
import { catalogue } from "../components/catalogue.ts";
import type { Digests } from "../lock/lock.ts";
import type { Tenant } from "../inventory/tenant.ts";
import type { DesiredComponent, Role, Text } from "./desired.ts";
import { imagesOf, render, type Release } from "./render.ts";

/** A digest for every image of a tenant, the same each time. */
export function digestsFor(tenant: Tenant): Digests {
  const names = imagesOf(tenant, catalogue).map(({ image, tag }) => `${image}:${tag}`);
  return new Map(names.map((name) => [name, `sha256:${createHash("sha256").update(name).digest("hex")}`]));
}

/** A tenant's release with those digests. */
export function releaseOf(tenant: Tenant): Release {
  return render(tenant, digestsFor(tenant), catalogue);
}

/** A component of a release; throws where it is not deployed. */
export function componentOf(release: Release, name: string, role?: Role): DesiredComponent<Text> {
  const states = role === undefined ? [release.app, release.voice] : [release[role]];
  const found = states.flatMap(({ components }) => components).find((component) => component.name === name);
  if (found === undefined) throw new Error(`${name} is not deployed`);
  return found;
}
