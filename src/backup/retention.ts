/**
 * Which backup sets go: grandfather, father, son over verified sets, never below a floor. Pure.
 *
 * Only a verified set is ever removed, and only where `floor` newer verified ones stay. What is not verified, bears
 * another tenant's name or a date that is still to come neither goes nor counts. What was taken before a deploy or a
 * restore is the way back from it: it stays two weeks, and counts for nothing else.
 */
import { verifiedSets, type BackupSet } from "./set.ts";

/** What a tenant keeps, in counts of days, weeks and months in which there is a set, and of sets. */
export interface Keep {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
  /** The newest verified sets that stay whatever their age; at least 1. */
  readonly floor: number;
}

/** Why a set stays. */
export type KeptFor = Rule | "unverified" | "of-another-tenant" | "in-future";
/** What a policy keeps a set for; the other reasons are why it does not count one. */
type Rule = (typeof RULES)[number];
const RULES = ["floor", "daily", "weekly", "monthly", "before-change"] as const;
type Period = keyof typeof PERIODS;

/** What a run of `retain` would do; every set is in one of the two. */
export interface Retention {
  readonly ok: true;
  readonly kept: readonly { readonly set: BackupSet; readonly reasons: readonly KeptFor[] }[];
  /** The oldest first, so that a run which is cut off has taken the least. */
  readonly removed: readonly BackupSet[];
}

/** Nothing may be removed now, and why. */
export interface NoRetention {
  readonly ok: false;
  readonly sentence: string;
}

/** Whose sets are judged, and by which clock. */
export interface RetentionScope {
  readonly tenant: string;
  /** Now by the bucket's clock, in milliseconds since the epoch. */
  readonly now: number;
  /** How far the host's clock is from the bucket's, in milliseconds; null: nobody can tell. */
  readonly skew: number | null;
}

/** Clocks that differ by more, in milliseconds, are wrong: Kopia's bound. */
const LARGEST_SKEW = 5 * 60_000;
const DAY = 86_400_000;
/** For how long what was taken before a change of the data stays, in milliseconds. */
const BEFORE_CHANGE = 14 * DAY;
/** The epoch was a Thursday; weeks begin on Monday. */
const TO_MONDAY = 3;

const PERIODS = {
  daily: (time: number) => Math.floor(time / DAY),
  weekly: (time: number) => Math.floor((Math.floor(time / DAY) + TO_MONDAY) / 7),
  monthly: (time: number) => new Date(time).toISOString().slice(0, 7),
} as const;

/** What stays and what goes of these sets; days, weeks and months are those of UTC. */
export function planRetention(
  sets: readonly BackupSet[],
  keep: Keep,
  scope: RetentionScope,
): Retention | NoRetention {
  const refusal = refuse(keep, scope);
  if (refusal !== undefined) return { ok: false, sentence: `${refusal} No backup was removed.` };
  const counted = countedSets(sets, scope);
  const reasons = reasonsOf(counted, keep, scope.now);
  const judged = sets.map((set) => ({ set, reasons: reasons.get(set) ?? notCounted(set, scope) }));
  return {
    ok: true,
    kept: judged.filter((one) => one.reasons.length > 0),
    removed: counted.filter((set) => !reasons.get(set)?.length).toReversed(),
  };
}

/** The sets that the policy itself keeps, the newest first; the others stay because it does not count them. */
export function keptByPolicy({ kept }: Retention): readonly BackupSet[] {
  return kept
    .filter(({ reasons }) => reasons.some((reason) => RULES.includes(reason as Rule)))
    .map(({ set }) => set);
}

/**
 * That set alone, to be removed because somebody named it; or why it stays. One that is verified goes by the policy, and
 * where no other is verified none goes: what lost data may be all there is. None goes by a clock that is off either.
 */
export function planRemoval(
  sets: readonly BackupSet[],
  id: string,
  scope: RetentionScope,
): { readonly ok: true; readonly removed: readonly BackupSet[] } | NoRetention {
  const { tenant } = scope;
  const stays = (why: string) => ({ ok: false, sentence: `${why} No backup was removed.` }) as const;
  const clock = refuseClock(scope);
  if (clock !== undefined) return stays(clock);
  const own = sets.find((set) => set.id === id && set.tenant === tenant);
  if (own === undefined)
    return stays(`There is no set ${id} of ${tenant}; see: oml backups --tenant ${tenant}.`);
  if (own.verified !== null)
    return stays(`The set ${id} is verified: what 'keep' in tenant.yml says decides when it goes.`);
  if (countedSets(sets, scope).length === 0)
    return stays(`No set of ${tenant} is verified, so what ${id} still holds may be all there is.`);
  return { ok: true, removed: [own] };
}

function refuse({ floor }: Keep, scope: RetentionScope): string | undefined {
  if (!(floor >= 1)) return "The policy keeps no set whatever its age: its floor has to be at least 1.";
  return refuseClock(scope);
}

function refuseClock({ skew }: RetentionScope): string | undefined {
  if (skew === null) return "Nobody can tell whether the host's clock and the bucket's agree.";
  if (Math.abs(skew) <= LARGEST_SKEW) return undefined;
  return `The host's clock and the bucket's differ by ${String(Math.round(Math.abs(skew) / 1000))} s; 300 s are allowed.`;
}

/** The verified sets that count, the newest first. */
function countedSets(sets: readonly BackupSet[], scope: RetentionScope): readonly BackupSet[] {
  return verifiedSets(sets, scope.tenant).filter((set) => !isInFuture(set, scope));
}

/** Why each of these sets (the newest first) stays; a set without a reason goes. */
function reasonsOf(
  counted: readonly BackupSet[],
  keep: Keep,
  now: number,
): ReadonlyMap<BackupSet, readonly KeptFor[]> {
  const usual = counted.filter(({ purpose }) => purpose === undefined);
  const floor = usual.slice(0, keep.floor);
  const newest = (period: Period): ReadonlySet<BackupSet> => newestOf(usual, PERIODS[period], keep[period]);
  const kept: Readonly<Record<Rule, ReadonlySet<BackupSet>>> = {
    // One that was taken before a change does not go before as many newer ones stay, either.
    floor: new Set(counted.filter((set) => floor.includes(set) || lacksNewer(set, floor, keep))),
    daily: newest("daily"),
    weekly: newest("weekly"),
    monthly: newest("monthly"),
    "before-change": new Set(counted.filter((set) => isBeforeChange(set, now))),
  };
  return new Map(counted.map((set) => [set, RULES.filter((rule) => kept[rule].has(set))]));
}

function lacksNewer({ purpose, finished }: BackupSet, floor: readonly BackupSet[], keep: Keep): boolean {
  return purpose !== undefined && floor.filter((set) => set.finished >= finished).length < keep.floor;
}

function isBeforeChange({ purpose, finished }: BackupSet, now: number): boolean {
  return purpose !== undefined && now - finished < BEFORE_CHANGE;
}

/** The newest set of each of the last `count` periods that have one. */
function newestOf(
  counted: readonly BackupSet[],
  periodOf: (time: number) => number | string,
  count: number,
): ReadonlySet<BackupSet> {
  const newest = new Map<number | string, BackupSet>();
  for (const set of counted) {
    const period = periodOf(set.finished);
    if (!newest.has(period)) newest.set(period, set);
  }
  return new Set([...newest.values()].slice(0, count));
}

function notCounted(set: BackupSet, scope: RetentionScope): readonly KeptFor[] {
  if (set.tenant !== scope.tenant) return ["of-another-tenant"];
  return [set.verified === null ? "unverified" : "in-future"];
}

/** Somebody with the bucket's key could date sets ahead so that the real ones look old. */
function isInFuture({ finished }: BackupSet, { now }: RetentionScope): boolean {
  return finished > now + LARGEST_SKEW;
}
