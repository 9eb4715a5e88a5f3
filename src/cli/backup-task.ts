/** From a tenant to what is asked of its hosts about backup sets. */
import { isOffHost, ordersOf, type BackupOrder } from "../backup/order.ts";
import type { BackupTask } from "../backup/play.ts";
import { takeSafetySet } from "../backup/safety-set.ts";
import type { Safety } from "../deploy/safety.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { fillSlots } from "../release/fill.ts";
import { lockedDigests } from "../release/sketch.ts";
import { sayUnlocked } from "./find-release.ts";
import { whoRuns } from "./who-runs.ts";

/** A task, filled, or why there is none: one sentence with what to type. */
export type TaskResult =
  { readonly ok: true; readonly task: BackupTask } | { readonly ok: false; readonly message: string };

/** What is to be done with a tenant's sets; `secrets` are the tenant's, by slot. */
export function makeTask(tenant: Tenant, secrets: ReadonlyMap<string, string>): TaskResult {
  const { digests, unlocked } = lockedDigests(tenant);
  if (unlocked.length > 0) return { ok: false, message: sayUnlocked(tenant, unlocked) };
  const orders = ordersOf(tenant, digests);
  if (!orders.ok) return orders;
  const filled = [orders.app, orders.voice].map((order) => {
    const { filled: document, used } = fillSlots(order, secrets);
    return { ...(document as BackupOrder<string>), secrets: used };
  });
  const task = {
    tenant: tenant.name,
    orders: filled,
    by: whoRuns(process.env),
    place: placeOf(tenant),
    keep: tenant.extras.keep,
  };
  return { ok: true, task };
}

function placeOf(tenant: Tenant): BackupTask["place"] {
  if (isOffHost(tenant)) return "off-host";
  return tenant.extras.backup?.on_host ? "on-host-accepted" : "on-host";
}

/** How a deploy of a tenant keeps its data safe. */
export function safetyOf(tenant: Tenant, secrets: ReadonlyMap<string, string>): Safety {
  if (!tenant.extras.safety_backup) return { kind: "off" };
  const made = makeTask(tenant, secrets);
  if (!made.ok) return { kind: "impossible", reason: made.message };
  return { kind: "on", take: (edges) => takeSafetySet(made.task, edges) };
}
