import { describe, expect, it } from "vitest";
import { planRemoval, planRetention, type Keep, type Retention } from "./retention.ts";
import { holdRetention, type Retain } from "./properties.ts";
import { verifiedSets, type BackupSet } from "./set.ts";

const DAY = 86_400_000;
const KEEP: Keep = { daily: 7, weekly: 4, monthly: 6, floor: 3 };
const NOW = Date.UTC(2027, 5, 30, 12);
const SCOPE = { tenant: "acme", now: NOW, skew: 0 };

const set = (daysAgo: number, rest: Partial<BackupSet> = {}): BackupSet => {
  const finished = NOW - daysAgo * DAY;
  return {
    id: `${String(daysAgo)} days`,
    tenant: "acme",
    finished,
    verified: finished,
    drilled: null,
    bytes: 1,
    ...rest,
  };
};

function plan(sets: readonly BackupSet[], keep = KEEP): Retention {
  const planned = planRetention(sets, keep, SCOPE);
  if (!planned.ok) throw new Error(planned.sentence);
  return planned;
}

/** The ids of what stays, each with its reasons. */
const kept = (sets: readonly BackupSet[], keep = KEEP) =>
  Object.fromEntries(plan(sets, keep).kept.map(({ set: { id }, reasons }) => [id, reasons]));

describe("planRemoval", () => {
  const lost = set(2, { verified: null });

  it("takes the set that was named, where it is not verified and another one is", () => {
    expect(planRemoval([set(1), lost, set(3)], lost.id, SCOPE)).toEqual({ ok: true, removed: [lost] });
  });

  it.each([
    ["an id that nobody knows", [set(1), lost], "none", "There is no set none of acme"],
    ["another tenant's", [set(1), { ...lost, tenant: "demo" }], lost.id, "There is no set 2 days of acme"],
    ["a verified one", [set(1), set(2)], "2 days", "is verified: what 'keep' in tenant.yml says"],
    ["what may be all there is", [lost, set(3, { verified: null })], lost.id, "may be all there is"],
  ])("leaves %s", (_, sets, id, why) => {
    const plan = planRemoval(sets, id, SCOPE);
    expect(plan).toMatchObject({ ok: false, sentence: expect.stringContaining(why) as string });
    expect(plan).toMatchObject({ sentence: expect.stringMatching(/No backup was removed\.$/) as string });
  });

  it.each([
    ["a clock that is off", 301_000, "differ by 301 s"],
    ["a clock that is behind", -301_000, "differ by 301 s"],
    ["a clock nobody knows", null, "Nobody can tell"],
  ])("takes none with %s", (_, skew, words) => {
    const planned = planRemoval([set(1), lost], lost.id, { ...SCOPE, skew });
    expect(planned).toMatchObject({ ok: false, sentence: expect.stringContaining(words) as string });
    expect(planned).toMatchObject({ sentence: expect.stringContaining("No backup was removed.") as string });
  });

  it("counts no verified set of the future", () => {
    expect(planRemoval([set(-1), lost], lost.id, SCOPE)).toMatchObject({ ok: false });
  });
});

describe("planRetention", () => {
  it("keeps days, weeks and months, and says for what", () => {
    const daily = Array.from({ length: 200 }, (_, daysAgo) => set(daysAgo));
    const stays = kept(daily);
    expect(stays["0 days"]).toEqual(["floor", "daily", "weekly", "monthly"]);
    expect(stays["2 days"]).toEqual(["floor", "daily"]);
    // 30 June 2027 is a Wednesday: the last Sundays are 3, 10 and 17 days ago.
    expect(stays["3 days"]).toEqual(["daily", "weekly"]);
    expect(stays["10 days"]).toEqual(["weekly"]);
    expect(stays["17 days"]).toEqual(["weekly"]);
    expect(stays["30 days"]).toEqual(["monthly"]); // 31 May
    expect(Object.keys(stays)).toHaveLength(7 + 2 + 5);
  });

  it("counts days that have a set, so that a streak of failures loses none", () => {
    expect(plan([set(400), set(500), set(600)]).removed).toEqual([]);
    const sparse = [0, 30, 60, 90, 400, 500].map((daysAgo) => set(daysAgo));
    expect(plan(sparse, { daily: 4, weekly: 0, monthly: 0, floor: 1 }).removed.map(({ id }) => id)).toEqual([
      "500 days",
      "400 days",
    ]);
  });

  it("keeps what was taken before a change for two weeks, which counts for nothing else", () => {
    const purpose = "deploy" as const;
    const tries = [0.3, 0.2, 0.1].map((daysAgo) => set(daysAgo, { purpose }));
    const daily = [1, 2, 3, 4].map((daysAgo) => set(daysAgo));
    const old = [13.9, 14.1].map((daysAgo) => set(daysAgo, { purpose }));
    const stays = kept([...tries, ...daily, ...old], { daily: 1, weekly: 0, monthly: 0, floor: 3 });
    expect(stays).toEqual({
      "0.3 days": ["floor", "before-change"],
      "0.2 days": ["floor", "before-change"],
      "0.1 days": ["floor", "before-change"],
      "1 days": ["floor", "daily"],
      "2 days": ["floor"],
      "3 days": ["floor"],
      "13.9 days": ["before-change"],
    });
  });

  it("leaves what was taken before a change where no newer sets are", () => {
    const before = set(100, { purpose: "restore" });
    expect(plan([set(1), set(2), before]).removed).toEqual([]);
    expect(plan([set(1), set(2), set(3), before]).removed).toEqual([before]);
  });

  it("never takes what it does not count, and says why", () => {
    const others = [
      set(900, { verified: null }),
      set(901, { tenant: "acme-eu" }),
      set(-1, { id: "tomorrow" }),
    ];
    const stays = kept([...others, set(1), set(2)], { daily: 0, weekly: 0, monthly: 0, floor: 1 });
    expect(stays).toEqual({
      "900 days": ["unverified"],
      "901 days": ["of-another-tenant"],
      tomorrow: ["in-future"],
      "1 days": ["floor"],
    });
  });

  it("forged dates push nothing out", () => {
    const forged = Array.from({ length: 100 }, (_, number) =>
      set(-1 - number, { id: `forged ${String(number)}` }),
    );
    expect(plan([...forged, set(1), set(2), set(3)]).removed).toEqual([]);
  });

  it.each([
    ["a clock that is off", { skew: 301_000 }, KEEP, "differ by 301 s"],
    ["a clock that is behind", { skew: -301_000 }, KEEP, "differ by 301 s"],
    ["a clock nobody knows", { skew: null }, KEEP, "Nobody can tell"],
    ["a policy without a floor", {}, { ...KEEP, floor: 0 }, "at least 1"],
    ["a floor that is no number", {}, { ...KEEP, floor: Number.NaN }, "at least 1"],
  ])("removes nothing with %s", (_, scope, keep, words) => {
    const planned = planRetention([set(1), set(2)], keep, { ...SCOPE, ...scope });
    expect(planned).toMatchObject({ ok: false, sentence: expect.stringContaining(words) as string });
    expect(planned).toMatchObject({ sentence: expect.stringContaining("No backup was removed.") as string });
  });

  it("keeps its promise in random histories", () => {
    holdRetention(2_000);
  });
});

describe("the promise", () => {
  /** The same histories each time, so that each rule is known to break in one of them. */
  const SEED = 20270630;
  const byAge: Retain = (sets, keep, scope) => {
    const planned = planRetention(sets, keep, scope);
    const old = verifiedSets(sets, scope.tenant).filter(({ finished }) => finished < scope.now - 30 * DAY);
    return planned.ok ? { ...planned, removed: old } : planned;
  };
  const unverifiedToo: Retain = (sets, keep, scope) => {
    const trusted = sets.map((one) => ({ ...one, verified: one.finished }));
    const planned = planRetention(trusted, keep, scope);
    const gone = planned.ok ? planned.removed.map(({ id }) => id) : [];
    return { ok: true, kept: [], removed: sets.filter(({ id }) => gone.includes(id)) };
  };
  const anyClock: Retain = (sets, keep, scope) => planRetention(sets, keep, { ...scope, skew: 0 });
  const oneFewer: Retain = (sets, keep, scope) =>
    planRetention(sets, { ...keep, floor: Math.max(1, keep.floor - 1) }, scope);

  it.each([
    ["an age alone", byAge, "newer ones left"],
    ["sets that nobody verified", unverifiedToo, "unverified"],
    ["a clock that is off", anyClock, "the clock is off"],
    ["a floor that is one too low", oneFewer, "newer ones left"],
  ])("is broken by a rule that goes by %s", (_, retain, words) => {
    expect(() => {
      holdRetention(2_000, retain, SEED);
    }).toThrow(words);
  });
});
