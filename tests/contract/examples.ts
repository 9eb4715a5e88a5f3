/** The shipped examples as tests read them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTenantFolder } from "../../src/files/tenant-folder.ts";
import { formatProblem } from "../../src/inventory/problem.ts";
import { readTenant } from "../../src/inventory/read-tenant.ts";
import type { Tenant } from "../../src/inventory/tenant.ts";

export const ROOT = join(import.meta.dirname, "../..");
export const INSTANCES = join(ROOT, "instances");

/** The documented password of acme's encrypted secrets. */
export const VAULT_PASSWORD = readFileSync(join(INSTANCES, "acme/vault-password.example"), "utf8").trim();

/** A shipped example; throws where it is invalid. */
export function example(name: string, vaultPassword?: string): Tenant {
  const folder = readTenantFolder(INSTANCES, name);
  if (!folder.ok) throw new Error(folder.message);
  const result = readTenant(folder.sources, vaultPassword, new Date("2027-01-01"));
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.tenant;
}
