/** Whether a change touches a tenant's data, and what is done before. Pure. */
import { isOfData } from "../deploy/safety.ts";
import type { TenantFile } from "../inventory/tenant-file.ts";
import type { HostPlan } from "./tenant-plan.ts";

/** A sentence on a plan that touches data which are there; undefined where it does not. */
export function safetyNote(
  hosts: readonly HostPlan[],
  { backup, safety_backup: isTaken }: TenantFile,
): string | undefined {
  const components = hosts.flatMap((host) => host.components);
  const risky = components.filter((plan) => plan.effect === "restart" && isOfData(plan));
  if (risky.length === 0) return undefined;
  const names = [...new Set(risky.map(({ component }) => component))].join(", ");
  if (!isTaken) return `No backup set is taken before ${names} change: tenant.yml says safety_backup: off.`;
  if (backup !== undefined) return `Before ${names} change, a backup set is taken and read back.`;
  return (
    `The deploy will be refused: before ${names} change, a backup set is taken, and tenant.yml has no block 'backup' ` +
    "that says where to. Give it one, or do without: safety_backup: off."
  );
}
