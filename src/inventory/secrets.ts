/** A tenant's secrets by the names of their slots. */
import type { Tenant } from "./tenant.ts";

/** The secrets of a tenant by slot name, or the names of those still sealed for want of the vault's password. */
export type SecretsResult =
  | { readonly ok: true; readonly secrets: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly sealed: readonly string[] };

/** Reveals every secret of a tenant, for `fill` and for redaction. */
export function secretsOf(tenant: Tenant): SecretsResult {
  throw new Error(`not yet: ${tenant.name}`);
}
