/** A tenant's secret values, to be hidden before anything of it is printed. */
import { readTenant } from "../inventory/read-tenant.ts";
import { secretsOf } from "../inventory/secrets.ts";
import { readTenantFolder } from "./tenant-folder.ts";

/** The values; none where the tenant's files are wrong or its vault stays sealed: then a deploy of it is refused. */
export function revealSecrets(directory: string, tenant: string, vaultPassword: string): readonly string[] {
  const folder = readTenantFolder(directory, tenant);
  if (!folder.ok) return [];
  const read = readTenant(folder.sources, vaultPassword === "" ? undefined : vaultPassword);
  if (!read.ok) return [];
  const found = secretsOf(read.tenant);
  return found.ok ? [...found.secrets.values()] : [];
}
