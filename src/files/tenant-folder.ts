/** Reads tenants' folders. */
import type { TenantSources } from "../inventory/tenant.ts";

/** Why a tenant's folder could not be read: one sentence with its remedy. */
export type FolderResult =
  { readonly ok: true; readonly sources: TenantSources } | { readonly ok: false; readonly message: string };

/** Whether `name` can be a tenant's: `[a-z0-9][a-z0-9-]*`. */
export function isTenantName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(name);
}

/** The names of the tenants under `directory`, sorted: folders with an `inventory.yml`. */
export function tenantNames(directory: string): readonly string[] {
  throw new Error(`not yet: ${directory}`);
}

/** Reads the files of one tenant. */
export function readTenantFolder(directory: string, name: string): FolderResult {
  throw new Error(`not yet: ${directory} ${name}`);
}
