/** A set of another tenant's, to be restored here: `--from-tenant`. */
import type { BackupTask } from "../backup/play.ts";
import { secretsOf } from "../inventory/secrets.ts";
import { makeTask } from "./backup-task.ts";
import { formatProblems, loadTenant } from "./load-tenant.ts";
import { saySealed } from "./make-order.ts";
import type { Options } from "./options.ts";

/** The task with where the lender's sets are, and the lender's secrets; or why there is none. */
export type BorrowResult =
  | { readonly ok: true; readonly task: BackupTask; readonly secrets: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Has a task read the sets of the tenant that `--from-tenant` names; else it stays as it is. Throws `WrongCall`. */
export function borrow(task: BackupTask, options: Options, password: string | undefined): BorrowResult {
  if (options.fromTenant === undefined) return { ok: true, task, secrets: [] };
  const loaded = loadTenant({ ...options, tenant: options.fromTenant }, password);
  if (!loaded.ok) return { ok: false, message: formatProblems(loaded.problems).trim() };
  const secrets = secretsOf(loaded.tenant);
  if (!secrets.ok) return { ok: false, message: saySealed(secrets.sealed) };
  const made = makeTask(loaded.tenant, secrets.secrets);
  return made.ok ? { ok: true, task: lend(task, made.task), secrets: [...secrets.secrets.values()] } : made;
}

function lend(task: BackupTask, lender: BackupTask): BackupTask {
  const orders = task.orders.map((order, index) => {
    const { tenant, repository, own_bucket, secrets = [] } = lender.orders[index] ?? order;
    const all = [...(order.secrets ?? []), ...secrets];
    return { ...order, secrets: all, from_tenant: { tenant, repository, own_bucket } };
  });
  return { ...task, orders };
}
