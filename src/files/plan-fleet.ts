/** Plans a change of a fleet from its files and git: what `oml plan` and the action share. No host, no secret, no network. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TenantRecord } from "../fleet/record.ts";
import type { FleetPlan, PendingPlan } from "../plan/fleet-plan.ts";
import { pending } from "../plan/pending.ts";
import { planTenant } from "../plan/plan-tenant.ts";
import type { PlanFacts } from "../plan/facts.ts";
import { findRenamed } from "../plan/renamed.ts";
import { stateOf, type Listing } from "../plan/states.ts";
import { findBase, timeOf } from "./base-commit.ts";
import { readFleetFolder } from "./fleet-folder.ts";
import { commitOf, git, listCommit, listWorkTree } from "./git-objects.ts";
import { renderFolder } from "./rendered-folder.ts";
import { ROOT } from "./root.ts";
import { sideOf, takeSnapshot, type Side, type SnapshotPlace } from "./snapshots.ts";
import { byTenant, readHistories } from "./tenant-histories.ts";
import { toolkitChange, TOOLKIT_PATHS } from "./toolkit-change.ts";

/** What is to be planned. */
export interface PlanCase {
  /** The tenants' folder: an absolute path. */
  readonly directory: string;
  /** Only this tenant. */
  readonly only?: string;
  /** The revision to compare with; absent: where the branch left the default branch, or the last commit. */
  readonly base?: string;
  /** Why that revision, as a clause. */
  readonly why?: string;
  /** Deployment records, where they are known. */
  readonly records?: readonly TenantRecord[];
  /** Decides whether certificates are in date. */
  readonly now: Date;
  /** The toolkit's folder; absent: the one this code is of. */
  readonly root?: string;
}

/** A plan, or one sentence on why there is none. */
export type PlanResult =
  { readonly ok: true; readonly plan: FleetPlan } | { readonly ok: false; readonly message: string };

/** Plans the work tree against its base. What it copies of the base is private, and removed at the end. */
export function planFleet(order: PlanCase): PlanResult {
  const found = findBase(order.directory, order.base);
  if (!found.ok) return found;
  const { commit, why } = found;
  const folder = mkdtempSync(join(realpathSync(process.env["RUNNER_TEMP"] || tmpdir()), "oml-plan-"));
  try {
    const place = placeOf(order, folder);
    return { ok: true, plan: planAgainst(order, place, { commit, why: order.why ?? why }) };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `Nothing was planned against ${commit.slice(0, 12)}: ${cause}.` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function placeOf({ directory, root = ROOT }: PlanCase, folder: string): SnapshotPlace {
  const top = git(directory, ["rev-parse", "--show-toplevel"]).trim();
  const prefix = git(directory, ["rev-parse", "--show-prefix"]).trim();
  return { top, prefix, folder, root, hasToolkit: realpathSync(top) === realpathSync(root) };
}

/** A fleet's folder at both ends of a change. */
interface Folders {
  readonly base: ReadonlyMap<string, Listing>;
  readonly head: ReadonlyMap<string, Listing>;
}

function planAgainst(order: PlanCase, place: SnapshotPlace, base: FleetPlan["base"]): FleetPlan {
  const { records = [], only } = order;
  const { parts, folders } = compareFiles(place, base.commit);
  const wanted = wantedTenants(only, folders, parts.length > 0 || records.length > 0);
  const before = takeSnapshot(
    { ...place, hasToolkit: parts.length > 0 },
    base.commit,
    wanted,
    timeOf(place.top, base.commit),
  );
  const after = headSide(order, wanted);
  const broken = new Set(after.unreadable);
  const names = wanted.filter(
    (name) => !broken.has(name) && (before.tenants.has(name) || after.tenants.has(name)),
  );
  const factsOf = readFacts(place, base.commit, folders, { before, after, records });
  const all = new Set([...folders.base.keys(), ...folders.head.keys()]);
  return {
    format: 1,
    base,
    toolkit: { parts, ownCode: before.isOwnCode },
    tenants: names.map((name) =>
      planTenant(before.tenants.get(name), after.tenants.get(name), factsOf(name)),
    ),
    same: only === undefined ? all.size - wanted.length : 0,
    pending: planPending(order, place, before, after),
    unreadable: after.unreadable,
    unreadableBefore: before.unreadable.filter((name) => after.tenants.has(name)),
  };
}

function compareFiles(
  { top, prefix, hasToolkit }: SnapshotPlace,
  commit: string,
): { readonly parts: readonly string[]; readonly folders: Folders } {
  const paths = [prefix === "" ? "." : prefix, ...(hasToolkit ? TOOLKIT_PATHS : [])];
  const [base, head] = [listCommit(top, commit, paths), listWorkTree(top, paths, commit)];
  const folders = { base: byTenant(base, prefix), head: byTenant(head, prefix) };
  return { parts: hasToolkit ? toolkitChange(base, head) : [], folders };
}

/** Tenants that may differ, by name: all where the toolkit does. Git only narrows what is rendered. */
function wantedTenants(only: string | undefined, { base, head }: Folders, all: boolean): readonly string[] {
  if (only !== undefined) return [only];
  const isSame = (name: string): boolean => {
    const [old, present] = [base.get(name), head.get(name)];
    return old !== undefined && present !== undefined && stateOf(old) === stateOf(present);
  };
  return [...new Set([...base.keys(), ...head.keys()])].filter((name) => all || !isSame(name)).sort();
}

function headSide({ directory, now, root = ROOT }: PlanCase, wanted: readonly string[]): Side {
  const tenants = readFleetFolder(directory, "").tenants.filter(({ name }) => wanted.includes(name));
  return sideOf(tenants, renderFolder({ tenants, root, now }), true);
}

interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly records: readonly TenantRecord[];
}

function readFacts(
  { top, prefix }: SnapshotPlace,
  commit: string,
  folders: Folders,
  { before, after, records }: Sides,
): (name: string) => PlanFacts {
  const changed = [...after.tenants.keys()].filter((name) => folders.base.has(name));
  const historyOf = readHistories({ top, commit, prefix, folders: folders.base }, changed);
  const gone = [...before.tenants.values()].filter(({ sources }) => !folders.head.has(sources.name));
  return (name) => {
    const [old, present, added] = [folders.base.get(name), folders.head.get(name), after.tenants.get(name)];
    const removed = gone.map(({ sources }) => sources);
    const renamedFrom = old === undefined && added ? findRenamed(removed, added.sources) : undefined;
    return {
      history: historyOf(name),
      ...(old && present ? { states: { base: stateOf(old), head: stateOf(present) } } : {}),
      records: records.filter(({ tenant }) => tenant === name),
      ...(renamedFrom === undefined ? {} : { renamedFrom }),
    };
  };
}

/** Tenants whose hosts run something else than the base says, each planned from that. */
function planPending(
  { records = [] }: PlanCase,
  place: SnapshotPlace,
  before: Side,
  after: Side,
): readonly PendingPlan[] {
  const released = new Map(
    [...before.tenants].map(([name, { release, unlocked }]) => [
      name,
      unlocked.length > 0 ? null : release.fingerprint,
    ]),
  );
  const groups = Map.groupBy(pending(records, released), ({ runs }) => runs);
  return [...groups].flatMap(([runs, group]) => {
    const commit = runs === null ? undefined : commitOf(place.top, runs);
    const names = group.map(({ tenant }) => tenant);
    const running = commit && takeSnapshot(place, commit, names, timeOf(place.top, commit));
    return group.map((one): PendingPlan => {
      const from = running ? running.tenants.get(one.tenant) : undefined;
      const head = after.tenants.get(one.tenant);
      return { ...one, plan: from && head ? planTenant(from, head) : null };
    });
  });
}
