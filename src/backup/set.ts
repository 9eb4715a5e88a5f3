/** A backup set as its manifest tells of it: what was taken together of one tenant, and may be restored together. */

/** Before what a set is taken, where it is not taken for itself: a deploy that touches data, or a restore. */
export const PURPOSES = ["deploy", "restore"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** One set. A set without a manifest does not exist, so there is none for it here. */
export interface BackupSet {
  /** Unique: time of its start and a random part. */
  readonly id: string;
  /** The tenant whose data it holds, as the manifest says. */
  readonly tenant: string;
  /** When its manifest was written, in milliseconds since the epoch, by the bucket's clock. */
  readonly finished: number;
  /** When it was last read back from the bucket, where it was found whole and equal then; null: never, or it was not. */
  readonly verified: number | null;
  /** When it was last read back, whatever it was found to be; absent: never. */
  readonly read?: number;
  /** When it was last restored into a throw-away database and held to its manifest, and how that ended; null: never. */
  readonly drilled: { readonly at: number; readonly ok: boolean } | null;
  /** What it takes up, before deduplication. */
  readonly bytes: number;
  /** Absent: for itself. */
  readonly purpose?: Purpose;
  /** The commit whose release ran when it was taken; absent: the set does not say. */
  readonly commit?: string;
}

/** The sets of a tenant that a restore can trust, the newest first. */
export function verifiedSets(sets: readonly BackupSet[], tenant: string): readonly BackupSet[] {
  return sets
    .filter((set) => set.tenant === tenant && set.verified !== null)
    .toSorted((a, b) => b.finished - a.finished || (a.id < b.id ? 1 : -1));
}

/**
 * The set that a restore takes where none is named: the one whose restore is open, or else the newest verified one. What
 * was taken before a restore is passed over, for it holds what somebody wanted to be rid of. `open`: that set's id.
 */
export function setToRestore(
  sets: readonly BackupSet[],
  tenant: string,
  open: string | undefined,
): BackupSet | undefined {
  const own = sets.find(({ id }) => id === open);
  return own ?? verifiedSets(sets, tenant).find(({ purpose }) => purpose !== "restore");
}

/** The word that stands for the set whose last reading is the longest ago. */
export const READ_LONGEST_AGO = "read-longest-ago";

/** That set; undefined: there is none. In turn each is read again, those too that were not found whole. */
export function readLongestAgo(sets: readonly BackupSet[]): BackupSet | undefined {
  return sets.toSorted((a, b) => (a.read ?? 0) - (b.read ?? 0))[0];
}

/** The moment in a set's name, `20270115T020000Z-1f2e`, in milliseconds since the epoch; undefined: there is none. */
export function timeOfSet(set: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(set)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
