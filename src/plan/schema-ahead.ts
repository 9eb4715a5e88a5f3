/** Whether older application code would meet a newer database, as far as deployment records tell. Pure. */
import type { TenantRecord } from "../fleet/record.ts";
import { isGood, latestFirst } from "./pending.ts";
import type { HostPlan } from "./tenant-plan.ts";

/**
 * A sentence on a plan whose migrating component goes back; undefined where none does, or where the schema is known
 * to be the same. `records` are the tenant's own; `allowed` is the schema that `tenant.yml` allows older code to meet.
 */
export function schemaNote(
  hosts: readonly HostPlan[],
  records: readonly TenantRecord[],
  allowed: string | undefined,
): string | undefined {
  const older = hosts
    .flatMap(({ components }) => components)
    .find((component) => component.class === "rollback" && component.migrates);
  if (older === undefined) return undefined;
  const known = records
    .filter((record) => isGood(record) && record.schema !== undefined)
    .toSorted(latestFirst);
  const present = known[0]?.schema;
  const digest = older.image?.to?.digest;
  const former = known.find(({ images }) => images?.[older.component] === digest)?.schema;
  if (present === undefined || former === undefined) return unknown(older.component);
  if (present === former) return undefined;
  if (present === allowed) {
    return `${older.component} goes back while the database stays ahead of it; tenant.yml allows that (${present}).`;
  }
  return (
    `The deploy will be refused: ${older.component} goes back, and since that release ran the database was migrated. ` +
    "Restore a backup of that release's time; or, where the older code works on the newer schema, " +
    `have 'allow-schema-ahead: ${present}' in tenant.yml reviewed here.`
  );
}

function unknown(component: string): string {
  return `${component} goes back: if the database was migrated since that release ran, the deploy will be refused. No record tells.`;
}
