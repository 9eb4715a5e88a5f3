/** How often a tenant is to have a set, from its files alone: no vault's password, no host. Pure. */
import { millisecondsOf } from "../inventory/fields/duration.ts";
import { readTenantFile } from "../inventory/tenant-file.ts";
import type { TenantSources } from "../inventory/tenant.ts";

/** A tenant whose sets somebody has to look after. */
export interface BackupPolicy {
  readonly tenant: string;
  /** How old the newest verified set may be, in milliseconds: `backup.every`. */
  readonly every: number;
}

/** What a file says that nobody can read. */
const UNREADABLE = 24 * 3_600_000;

/**
 * The policy of a tenant; undefined: it has no `backup`. One whose `tenant.yml` is faulty has a policy: its runs
 * will be refused, not forgotten.
 */
export function policyOf({ name, tenantFile }: TenantSources): BackupPolicy | undefined {
  const { value, problems } = readTenantFile(tenantFile);
  if (problems.some(({ severity }) => severity === "error")) return { tenant: name, every: UNREADABLE };
  return value.backup && { tenant: name, every: millisecondsOf(value.backup.every) };
}
