/** A tenant's part in a fleet's runs, from its files alone: no vault's password, no registry, no host. Pure. */
import { millisecondsOf } from "../inventory/fields/duration.ts";
import { readTenantFile } from "../inventory/tenant-file.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import { BACKUP_IMAGES, type Lock } from "../lock/lock.ts";
import { readLock } from "../lock/read-lock.ts";
import type { Images } from "./canary.ts";
import type { TenantAtTip } from "./run-plan.ts";

/** What a plan needs of a tenant, even of one whose files are wrong: its deploy will be refused, not forgotten. */
export function tenantAtTip({ name, tenantFile, lock }: TenantSources): TenantAtTip {
  const { wave, max_age } = readTenantFile(tenantFile).value;
  return { name, wave, maxAge: millisecondsOf(max_age), images: imagesOf(readLock(lock, name).lock) };
}

/** The digest of each component's own image; what backup sets are taken with runs nowhere, so no canary proves it. */
export function imagesOf(lock: Lock | undefined): Images {
  const components = Object.entries(lock?.components ?? {}).filter(([name]) => name !== BACKUP_IMAGES);
  return Object.fromEntries(
    components.flatMap(([component, [own]]) => (own === undefined ? [] : [[component, own.digest] as const])),
  );
}
