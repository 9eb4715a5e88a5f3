/** `oml status`: asks a tenant's hosts and prints what runs there. */
import { ask } from "../deploy/plays.ts";
import { formatStatus, statusOf } from "../deploy/status.ts";
import { ownAnsible } from "../ansible/command.ts";
import { ROOT } from "../files/root.ts";
import type { Problem } from "../inventory/problem.ts";
import { sketchRelease } from "../release/sketch.ts";
import { formatProblems, loadTenant } from "./load-tenant.ts";
import { makeOrder } from "./make-order.ts";
import type { Options } from "./options.ts";
import { sshKeyOf } from "./ssh-key.ts";
import { openWorld } from "./world.ts";

const NO_WISHES = {
  check: true,
  now: false,
  retry: false,
  newData: false,
  prepare: false,
  allowOlder: false,
};
const NO_SOURCE = { commit: null, unreviewed: null };

/** Prints the status; returns 0 where every component is healthy and nothing is open or held, else 1. Throws `WrongCall`. */
export async function runStatus(options: Options): Promise<number> {
  const sshKey = sshKeyOf(options);
  const loaded = loadTenant(options);
  if (!loaded.ok) return complain(sayInvalid(loaded.problems));
  const { release } = sketchRelease(loaded.tenant);
  const made = makeOrder(loaded.tenant, release, NO_WISHES, NO_SOURCE);
  if (!made.ok) return complain(`oml status: ${made.message}.\n`);
  const { order, desired, secrets } = made;
  const key = sshKey === undefined ? {} : { sshKey };
  const world = openWorld({
    root: ROOT,
    ansible: ownAnsible(ROOT),
    tenant: loaded.tenant,
    desired,
    secrets,
    ...key,
  });
  try {
    const asked = await ask(order, world.edges, { thorough: true });
    if (!asked.ok) return complain(`oml status: ${asked.end[1]}\n`);
    const status = statusOf(order.tenant, desired, asked.answers);
    process.stdout.write(options.format === "json" ? `${JSON.stringify(status)}\n` : formatStatus(status));
    return status.healthy && status.settled ? 0 : 1;
  } finally {
    await world.close();
  }
}

/** Each error on a line, and why there is no more to see. */
function sayInvalid(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error");
  const count = errors.length === 1 ? "1 error stands" : `${String(errors.length)} errors stand`;
  return `${formatProblems(errors)}oml status: no host was asked: ${count} in the tenant's files. Correct them and run again.\n`;
}

function complain(text: string): number {
  process.stderr.write(text);
  return 1;
}
