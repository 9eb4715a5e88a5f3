/** From a tenant to what its hosts should run: pure, secrets left as slots. */
import type { Component, Digests, ImageReference } from "../components/component.ts";
import type { Tenant } from "../inventory/tenant.ts";
import type { DesiredState, Text } from "./desired.ts";

/** Everything that decides what runs at a tenant. */
export interface Release {
  readonly tenant: string;
  /** A public hash of it: 64 hex digits; secrets take part as slots only. */
  readonly fingerprint: string;
  readonly app: DesiredState<Text>;
  readonly voice: DesiredState<Text>;
}

/** The images a tenant's release needs, to be resolved to digests before `render`. Each once. */
export function imagesOf(tenant: Tenant, catalogue: readonly Component[]): readonly ImageReference[] {
  throw new Error(`not yet: ${tenant.name} ${catalogue.length}`);
}

/** Renders a release. Throws where `digests` lacks one of `imagesOf`: a mistake of the caller. */
export function render(tenant: Tenant, digests: Digests, catalogue: readonly Component[]): Release {
  throw new Error(`not yet: ${tenant.name} ${digests.size} ${catalogue.length}`);
}
