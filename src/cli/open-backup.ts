/** What the commands about backup sets have in common: a tenant's orders, filled, and the world that reaches its hosts. */
import { ownAnsible } from "../ansible/command.ts";
import type { BackupTask } from "../backup/play.ts";
import type { Edges } from "../deploy/edges.ts";
import { ROOT } from "../files/root.ts";
import { millisecondsOf } from "../inventory/fields/duration.ts";
import { secretsOf } from "../inventory/secrets.ts";
import { formatProblems, loadTenant, vaultPasswordOf } from "./load-tenant.ts";
import { makeTask } from "./backup-task.ts";
import { borrow } from "./borrow-set.ts";
import { saySealed } from "./make-order.ts";
import type { Early } from "./early.ts";
import type { Options } from "./options.ts";
import { sshKeyOf } from "./ssh-key.ts";
import { openWorld, type World } from "./world.ts";

/** A task and its world, or why nothing was begun. */
export type OpenedBackup =
  | {
      readonly ok: true;
      readonly task: BackupTask;
      readonly world: World;
      /** Seconds that a restore waits for calls to end: `voice_changes.wait`. */
      readonly wait: number;
    }
  | { readonly ok: false; readonly message: string };

/** What a caller gives that is no laptop. */
export interface BackupMeans {
  /** The program `ansible-playbook`. */
  readonly ansible: string;
  /** Opens the vault; absent: it stays sealed. */
  readonly vaultPassword?: string;
}

/**
 * Reads the tenant that was named and opens the way to its hosts; no host is contacted yet. Without `means` a laptop's
 * own are taken. `early`: the first playbook, where it was begun already. Throws `WrongCall`.
 */
export function openBackup(options: Options, means?: BackupMeans, early?: Early): OpenedBackup {
  const sshKey = sshKeyOf(options);
  const password = means ? means.vaultPassword : vaultPasswordOf(options);
  const loaded = loadTenant(options, password);
  if (!loaded.ok) return { ok: false, message: formatProblems(loaded.problems).trim() };
  const { tenant } = loaded;
  const secrets = secretsOf(tenant);
  if (!secrets.ok) return { ok: false, message: saySealed(secrets.sealed) };
  const made = makeTask(tenant, secrets.secrets);
  if (!made.ok) return made;
  const lent = borrow(made.task, options, password);
  if (!lent.ok) return lent;
  const world = openWorld({
    root: ROOT,
    ansible: means?.ansible ?? ownAnsible(ROOT),
    tenant,
    desired: [],
    secrets: [...secrets.secrets.values(), ...lent.secrets],
    ...(early === undefined ? {} : { early }),
    ...(sshKey === undefined ? {} : { sshKey }),
  });
  const wait = millisecondsOf(tenant.extras.voice_changes.wait) / 1000;
  return { ok: true, task: lent.task, world, wait };
}

/** Works in an opened world, and closes it. */
export async function inside<T>(
  { task, world }: Extract<OpenedBackup, { ok: true }>,
  work: (task: BackupTask, edges: Edges) => Promise<T>,
): Promise<T> {
  try {
    return await work(task, world.edges);
  } finally {
    await world.close();
  }
}
