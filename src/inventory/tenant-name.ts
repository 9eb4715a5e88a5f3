/** Names of tenants. */

/** What a tenant's name is, to complete a sentence. */
export const TENANT_NAME_FORM =
  "a tenant's name is lower-case letters, digits and hyphens, and does not begin with a hyphen";

/** Whether `name` can be a tenant's: `[a-z0-9][a-z0-9-]*`. */
export function isTenantName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(name);
}
