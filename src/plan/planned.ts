/** A tenant at one moment of its fleet's history, as a plan compares it. Pure. */
import { catalogue } from "../components/catalogue.ts";
import type { Digests } from "../components/component.ts";
import { readTenant } from "../inventory/read-tenant.ts";
import type { Tenant, TenantSources } from "../inventory/tenant.ts";
import { digestsOf } from "../lock/lock.ts";
import { readLock } from "../lock/read-lock.ts";
import { imagesOf, render, type Release } from "../release/render.ts";

/** What a toolkit makes of a tenant's files. It can be written as JSON: secrets are slots. */
export interface RenderedTenant {
  readonly release: Release;
  /** Fingerprint of the host preparation. */
  readonly prepared: string;
  /** `image:tag` of every image whose digest is not locked; the release has zeros in its place. */
  readonly unlocked: readonly string[];
}

/** A tenant's files and what a toolkit made of them. */
export interface PlannedTenant extends RenderedTenant {
  readonly sources: TenantSources;
}

/** What rendering needs beside the files. */
export interface RenderTerms {
  /** The fingerprint of host preparation for a time zone. */
  readonly preparedFor: (timeZone: string) => string;
  /** Decides whether a certificate is in date. */
  readonly now: Date;
}

/** Stands for a digest that nobody locked. */
export const UNLOCKED_DIGEST = `sha256:${"0".repeat(64)}`;

/** Renders a tenant without its secrets; undefined where its files have an error. */
export function renderTenant(sources: TenantSources, terms: RenderTerms): RenderedTenant | undefined {
  const result = readTenant(sources, undefined, terms.now);
  if (!result.ok) return undefined;
  const { lock } = readLock(sources.lock, sources.name);
  return rendered(result.tenant, lock ? digestsOf(lock) : new Map(), terms);
}

function rendered(tenant: Tenant, locked: Digests, { preparedFor }: RenderTerms): RenderedTenant {
  const wanted = imagesOf(tenant, catalogue).map(({ image, tag }) => `${image}:${tag}`);
  const unlocked = wanted.filter((name) => !locked.has(name)).sort();
  const digests = new Map([...locked, ...unlocked.map((name) => [name, UNLOCKED_DIGEST] as const)]);
  const release = render(tenant, digests, catalogue);
  return { release, prepared: preparedFor(tenant.settings.TZ), unlocked };
}
