/** A deploy of one tenant in the model: what `src/deploy/decide.ts` decides, made small. Every `yield` lets others act. */
import type { Outcome } from "../../deploy/outcome.ts";
import type { Alive, Host, World } from "./world.ts";

/** What is to be deployed, and by whom. */
export interface Order {
  readonly tenant: string;
  readonly release: string;
  /** The number of the commit. */
  readonly commit: number;
  /** The tip when the tenant's turn came. */
  readonly seenTip: number;
  readonly run: Alive;
}

/** How it ended, and what runs; a process that dies in the middle never gets here. */
export interface End {
  readonly outcome: Outcome;
  readonly runs: string | null;
}

/** Asks, decides and deploys; asks again where another came between. */
export function* deploy(world: World, order: Order): Generator<void, End> {
  const host = world.host(order.tenant);
  for (;;) {
    if (!host.isReachable) return { outcome: "unreachable", runs: null };
    const asked = { ...host };
    yield;
    if (host.open?.run.isAlive === true) continue;
    const outcome = decide(world, asked, order);
    if (outcome !== undefined && outcome !== "unchanged") return { outcome, runs: asked.release };
    const isOver = host.transaction !== asked.transaction && world.guards.transactions;
    if (isOver) continue;
    if (asked.open !== null) putBack(host);
    else if (outcome === undefined) return yield* transact(world, host, order);
    else return note(world, host, order.commit);
  }
}

/** Ends what a run that is gone left open. */
function putBack(host: Host): void {
  if (host.open === null) return;
  host.release = host.open.former;
  host.open = null;
  host.transaction += 1;
}

/** What a run can tell from the host's answer; undefined: there is something to do. */
function decide(world: World, asked: Host, { release, commit }: Order): Outcome | undefined {
  const theirs = Math.max(asked.commit, asked.open?.commit ?? -1);
  if (world.guards.olderRefused && commit < theirs) return "refused";
  if (asked.open !== null) return undefined;
  if (asked.held === release) return "rolled-back";
  return asked.release === release ? "unchanged" : undefined;
}

function note(world: World, host: Host, commit: number): End {
  host.newest = Math.max(host.newest, commit);
  if (world.guards.noted && host.commit < commit) {
    host.commit = commit;
    host.transaction += 1;
  }
  return { outcome: "unchanged", runs: host.release };
}

function* transact(world: World, host: Host, order: Order): Generator<void, End> {
  const { tenant, release, commit, seenTip, run } = order;
  const open = { run, commit, former: host.release };
  host.transaction += 1;
  host.open = open;
  yield;
  world.apply(tenant, release, commit, seenTip);
  yield;
  if (world.isSick(tenant, release)) {
    host.release = open.former;
    host.open = null;
    host.held = release;
    return { outcome: "rolled-back", runs: host.release };
  }
  host.open = null;
  host.held = null;
  host.commit = commit;
  host.newest = Math.max(host.newest, commit);
  return { outcome: "deployed", runs: release };
}
