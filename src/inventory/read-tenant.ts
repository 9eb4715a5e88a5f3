/** From the texts of a tenant's folder to a typed tenant, or to everything that is wrong with them. */
import type { TenantResult, TenantSources } from "./tenant.ts";

/** Reads a tenant. Without the vault's password its secrets stay sealed: enough to render, not to deploy. */
export function readTenant(sources: TenantSources, vaultPassword?: string): TenantResult {
  throw new Error(`not yet: ${sources.name} ${typeof vaultPassword}`);
}
