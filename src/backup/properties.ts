/** What must hold of retention in any history of sets, for `npm test` and the soak. */
import fc from "fast-check";
import { planRetention, type Keep, type RetentionScope } from "./retention.ts";
import { verifiedSets, type BackupSet } from "./set.ts";

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2027, 0, 1);
const TENANT = "acme";

/** A rule that says which sets go. */
export type Retain = typeof planRetention;

/** What happens to a tenant's bucket, after some hours in which nothing does. */
interface Happening {
  readonly hours: number;
  readonly what:
    "taken" | "taken-and-verified" | "before-change" | "verified-late" | "of-another" | "forged" | "retain";
  /** Of the host's clock against the bucket's, in minutes; null: unknown. */
  readonly skew: number | null;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  hours: fc.nat({ max: 24 * 9 }),
  what: fc.constantFrom(
    "taken",
    "taken-and-verified",
    "taken-and-verified",
    "taken-and-verified",
    "before-change",
    "verified-late",
    "of-another",
    "forged",
    "retain",
    "retain",
  ),
  skew: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -5, max: 5 }) }, fc.constantFrom(null, -6, 4320)),
});
const policy: fc.Arbitrary<Keep> = fc.record({
  daily: fc.nat({ max: 8 }),
  weekly: fc.nat({ max: 5 }),
  monthly: fc.nat({ max: 4 }),
  floor: fc.integer({ min: 1, max: 4 }),
});

/** A tenant's bucket while it is lived through; `retain` is held to the promise each time it runs. */
class Bucket {
  sets: readonly BackupSet[] = [];
  #now = BEGIN;
  readonly #keep: Keep;
  readonly #retain: Retain;

  constructor(keep: Keep, retain: Retain) {
    this.#keep = keep;
    this.#retain = retain;
  }

  live({ hours, what, skew }: Happening): void {
    this.#now += hours * HOUR;
    if (what === "retain") this.#retainAt(skew === null ? null : skew * 60_000);
    else if (what === "verified-late") this.#verifyOldest();
    else this.#take(what);
  }

  #take(what: Exclude<Happening["what"], "retain" | "verified-late">): void {
    const id = String(this.sets.length).padStart(4, "0") + what;
    const tenant = what === "of-another" ? `${TENANT}-eu` : TENANT;
    const finished = this.#now + (what === "forged" ? 1000 * HOUR : 0);
    const verified = what === "taken" ? null : this.#now;
    const purpose = what === "before-change" ? ({ purpose: "deploy" } as const) : {};
    this.sets = [...this.sets, { id, tenant, finished, verified, drilled: null, bytes: 1, ...purpose }];
  }

  #verifyOldest(): void {
    const due = this.sets.find(({ verified }) => verified === null);
    this.sets = this.sets.map((set) => (set === due ? { ...set, verified: this.#now } : set));
  }

  #retainAt(skew: number | null): void {
    const scope = { tenant: TENANT, now: this.#now, skew };
    const plan = this.#retain(this.sets, this.#keep, scope);
    const removed = plan.ok ? plan.removed : [];
    const left = this.sets.filter((set) => !removed.includes(set));
    holdsPromise({ left, removed, floor: this.#keep.floor, scope });
    const again = this.#retain(left, this.#keep, scope);
    if (again.ok && again.removed.length > 0) throw new Error("a second run at once removes more");
    this.sets = left;
  }
}

interface Run {
  readonly left: readonly BackupSet[];
  readonly removed: readonly BackupSet[];
  readonly floor: number;
  readonly scope: RetentionScope;
}

/** P4: throws where a set went that the promise protects. */
function holdsPromise({ left, removed, floor, scope }: Run): void {
  const isReal = ({ finished }: BackupSet) => finished <= scope.now + HOUR;
  const stays = verifiedSets(left, TENANT).filter(isReal);
  if (removed.length > 0 && (scope.skew === null || Math.abs(scope.skew) > 5 * 60_000))
    throw new Error("something went though the clock is off");
  for (const set of removed) {
    if (set.tenant !== TENANT) throw new Error(`${set.id} of another tenant went`);
    if (set.verified === null) throw new Error(`${set.id} went unverified`);
    const newer = stays.filter(({ finished }) => finished >= set.finished);
    if (set.purpose && scope.now - set.finished < 14 * 24 * HOUR) throw new Error(`${set.id} went early`);
    if (newer.length < floor) throw new Error(`${set.id} went with ${String(newer.length)} newer ones left`);
  }
}

/** Lives through random histories with a rule, those of a seed where one is given; throws where the promise is broken. */
export function holdRetention(runs: number, retain: Retain = planRetention, seed?: number): void {
  const histories = fc.array(happening, { minLength: 1, maxLength: 60 });
  const property = fc.property(policy, histories, (keep, history) => {
    const bucket = new Bucket(keep, retain);
    for (const one of history) bucket.live(one);
  });
  fc.assert(property, { numRuns: runs, includeErrorInReport: true, ...(seed === undefined ? {} : { seed }) });
}
