import { expect, it } from "vitest";
import { historiesOf } from "./record.ts";
import { HOUR, NOW, setOf, taken } from "./record-testing.ts";

const historyOf = (...records: ReturnType<typeof taken>[]) => historiesOf(records).get("acme");

it("knows the verified sets of each tenant, the newest first, whatever the order of the records", () => {
  const known = historiesOf([taken(30), taken(6), taken(54), taken(1, { tenant: "demo" })]);
  expect(known.get("acme")?.sets.map(({ id }) => id)).toEqual([setOf(6), setOf(30), setOf(54)]);
  expect(known.get("demo")?.sets).toHaveLength(1);
  expect(known.get("acme")?.sets[0]).toMatchObject({ taken: NOW - 6 * HOUR, bytes: 1000, seconds: 360 });
});

it.each(["failed", "interrupted", "refused", "unreachable", "postponed"] as const)(
  "counts no set of a run that ended %s, and keeps the attempt",
  (outcome) => {
    const known = historyOf(taken(30), taken(2, { outcome, reason: "It broke." }));
    expect(known?.sets.map(({ id }) => id)).toEqual([setOf(30)]);
    expect(known?.attempt).toMatchObject({ outcome, reason: "It broke." });
  },
);

it("counts a set no more that was later found damaged, and again once it was read back whole", () => {
  const damaged = taken(1, { verb: "verify", outcome: "failed", set: setOf(6) });
  expect(historyOf(taken(30), taken(6), damaged)?.sets.map(({ id }) => id)).toEqual([setOf(30)]);
  const mended = taken(0.5, { verb: "verify", outcome: "verified", set: setOf(6) });
  const [newest] = historyOf(taken(30), taken(6), damaged, mended)?.sets ?? [];
  expect(newest).toMatchObject({ id: setOf(6), taken: NOW - 6 * HOUR, seconds: 360 });
});

it("takes no set's own word that it is of the future", () => {
  const [forged] = historyOf(taken(6, { set: setOf(-500) }))?.sets ?? [];
  expect(forged?.taken).toBe(NOW - 5.9 * HOUR);
  expect(historyOf(taken(6, { set: "S" }))?.sets[0]?.taken).toBe(NOW - 5.9 * HOUR);
});

it("counts no set of the future whose own record is not known: nobody knows how old it is", () => {
  const read = taken(1, { verb: "verify", outcome: "verified", set: setOf(-500) });
  expect(historyOf(taken(30), read)?.sets.map(({ id }) => id)).toEqual([setOf(30)]);
});

it("remembers the last drill that came to a verdict", () => {
  const failed = taken(5, { verb: "drill", outcome: "failed" });
  const away = taken(1, { verb: "drill", outcome: "unreachable" });
  expect(historyOf(taken(6), failed, away)?.drill).toEqual(failed);
});

it("takes a drill that came to no set for no verdict", () => {
  const failed = taken(5, { verb: "drill", outcome: "failed" });
  const unbegun = taken(1, { verb: "drill", outcome: "failed", set: null });
  expect(historyOf(taken(6), failed, unbegun)?.drill).toEqual(failed);
  expect(historyOf(taken(6), unbegun)?.drill).toBeUndefined();
});

it("takes a reading whose end nobody knows for no verdict", () => {
  const lost = taken(1, { verb: "verify", outcome: "interrupted", set: setOf(6) });
  expect(historyOf(taken(6), lost)?.sets.map(({ id }) => id)).toEqual([setOf(6)]);
});
