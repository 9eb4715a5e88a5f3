/** A tenant at one moment of its fleet's history, as a plan compares it. Pure. */
import { readTenant } from "../inventory/read-tenant.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import type { Release } from "../release/render.ts";
import { sketchRelease } from "../release/sketch.ts";

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

/** Renders a tenant without its secrets; undefined where its files have an error. */
export function renderTenant(
  sources: TenantSources,
  { preparedFor, now }: RenderTerms,
): RenderedTenant | undefined {
  const result = readTenant(sources, undefined, now);
  if (!result.ok) return undefined;
  const { tenant } = result;
  const { release, unlocked } = sketchRelease(tenant);
  return { release, prepared: preparedFor(tenant.settings.TZ), unlocked: unlocked.toSorted() };
}
