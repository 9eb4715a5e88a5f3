import { expect, it } from "vitest";
import { keptUntil } from "./kept-until.ts";
import { planRetention, type Keep } from "./retention.ts";
import type { BackupSet } from "./set.ts";

const DAY = 86_400_000;
// A Wednesday.
const NOW = Date.UTC(2027, 5, 30, 12);
const SCOPE = { tenant: "acme", now: NOW, skew: 0 };
const NONE: Keep = { daily: 0, weekly: 0, monthly: 0, floor: 1 };

const set = (daysAgo: number, rest: Partial<BackupSet> = {}): BackupSet => {
  const finished = NOW - daysAgo * DAY;
  const id = `${String(daysAgo)} days`;
  return { id, tenant: "acme", finished, verified: finished, drilled: null, bytes: 1, ...rest };
};

/** In how many days each set goes. */
function daysLeft(sets: readonly BackupSet[], keep: Keep, scope = SCOPE): Record<string, number> {
  const until = [...keptUntil(planRetention(sets, keep, scope), keep, scope)];
  return Object.fromEntries(until.map(([id, time]) => [id, (time - NOW) / DAY]));
}

it.each([
  ["the floor", { ...NONE, floor: 3 }, { "0 days": 3, "1 days": 2, "2 days": 1 }],
  ["days", { ...NONE, daily: 2 }, { "0 days": 2, "1 days": 1 }],
  // The newest of this week is tomorrow's set; last Sunday's is the newest of a week until the next week's first set.
  ["weeks", { ...NONE, weekly: 2 }, { "0 days": 1, "3 days": 5 }],
  ["months", { ...NONE, monthly: 1 }, { "0 days": 1 }],
])("a set stays for %s as long as they reach back", (_, keep, left) => {
  expect(daysLeft([set(0), set(1), set(2), set(3)], keep)).toEqual(left);
});

it("the last of a month stays for its months", () => {
  const last = set(-0.25, { id: "last" });
  const scope = { ...SCOPE, now: last.finished };
  // July has its first tomorrow, and August 31 days after that.
  expect(daysLeft([last], { ...NONE, monthly: 2 }, scope)["last"]).toBeCloseTo(32.25);
});

it("what goes already, or goes by no policy, has no such day", () => {
  const sets = [set(0), set(1), set(2, { verified: null }), set(3, { tenant: "demo" }), set(-1)];
  expect(Object.keys(daysLeft(sets, NONE))).toEqual(["0 days"]);
  expect(daysLeft(sets, NONE, { ...SCOPE, skew: 3_600_000 })).toEqual({});
});

it("the shipped policy keeps what it keeps today, and lets everything go at last", () => {
  const keep: Keep = { daily: 7, weekly: 4, monthly: 6, floor: 3 };
  const sets = Array.from({ length: 200 }, (_, daysAgo) => set(daysAgo));
  const plan = planRetention(sets, keep, SCOPE);
  const kept = plan.ok ? plan.kept.map(({ set: { id } }) => id) : [];
  const left = daysLeft(sets, keep);
  expect(Object.keys(left).toSorted()).toEqual(kept.toSorted());
  expect(Math.max(...Object.values(left))).toBeLessThan(7 * 31);
});
