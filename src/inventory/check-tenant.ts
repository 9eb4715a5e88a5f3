/** Every problem of one tenant's files: groups 1 to 5. */
import type { TenantPolicy } from "./fleet/policy.ts";
import type { Problem } from "./problem.ts";
import { readTenant } from "./read-tenant.ts";
import type { TenantSources } from "./tenant.ts";

/**
 * All problems, file by file and top to bottom. `now` decides whether a certificate is in date.
 * Rules on secret values cover vaulted ones where `vaultPassword` is given.
 */
export function checkTenant(
  sources: TenantSources,
  policy: TenantPolicy,
  now: Date,
  vaultPassword?: string,
): readonly Problem[] {
  const result = readTenant(sources, vaultPassword, now, policy);
  return result.ok ? result.warnings : result.problems;
}
