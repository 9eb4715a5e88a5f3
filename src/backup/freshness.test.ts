import { describe, expect, it } from "vitest";
import { findTroubles } from "./freshness.ts";
import { historiesOf, type BackupRecord } from "./record.ts";
import { HOUR, NOW, proved, taken } from "./record-testing.ts";

const policy = { tenant: "acme", every: 24 * HOUR };
const troubles = (...records: BackupRecord[]) => findTroubles(policy, historiesOf(records).get("acme"), NOW);
const sized = (...sizes: number[]) =>
  sizes.map((bytes, index) => taken(2 + 24 * index, { bytes: bytes * 2 ** 20 }));

describe("age", () => {
  it("is no trouble while a tick and the set itself may still come", () => {
    expect(troubles(taken(2))).toEqual([]);
    expect(troubles(taken(26))).toEqual([]);
    expect(troubles(taken(26.2))).toEqual([
      "The newest verified set was begun on 2027-01-03 09:48 UTC; there is to be one every 24 h.",
    ]);
    expect(troubles(taken(28.5, { seconds: 3 * 3600 }))).toEqual([]);
  });

  it("says the same as long as nothing happens", () => {
    const known = historiesOf([taken(30), taken(9, { verb: "drill", outcome: "failed" })]).get("acme");
    expect(findTroubles(policy, known, NOW + 500 * HOUR)).toEqual(findTroubles(policy, known, NOW));
  });

  it("is that of the newest set that was read back, not of tries", () => {
    expect(troubles(taken(50), taken(1, { outcome: "failed" }))).toHaveLength(1);
  });
});

it("is unknown where nothing was ever proved", () => {
  expect(findTroubles(policy, undefined, NOW)).toEqual(["Nothing is known of a verified set."]);
  expect(troubles(taken(1, { outcome: "unreachable" }))).toEqual(["Nothing is known of a verified set."]);
});

describe("size", () => {
  it("is a trouble below 70 % of the median before it", () => {
    expect(troubles(...sized(70, 100, 100, 100))).toEqual([]);
    expect(troubles(...sized(69, 100, 80, 400))).toEqual([
      "The newest verified set has 69.0 MiB, 69 % of the median of the 3 before it, 100 MiB: were data lost?",
    ]);
    expect(troubles(...sized(69, 90, 110, 80, 400))).toHaveLength(1);
  });

  it("is judged by no two sets, and not where it is not known", () => {
    expect(troubles(...sized(1, 100, 100))).toEqual([]);
    expect(troubles(taken(2, { bytes: null }), ...sized(100, 100, 100, 100).slice(1))).toEqual([]);
  });

  it("ends to be one once the smaller size is the usual one", () => {
    const sizes = sized(10, 10, 10, 10, 10, 10, 10, 10, 10, 100, 100, 100, 100, 100, 100);
    expect(troubles(...sizes, ...proved({ set: null }))).toEqual([]);
  });
});

it("is a trouble where no drill came to a verdict for more than a week", () => {
  const at = (hoursAgo: number) => taken(hoursAgo, { verb: "drill", outcome: "drilled", set: "S" });
  const refused = taken(1, { verb: "drill", outcome: "refused" });
  expect(troubles(taken(2), at(9 * 24), refused)).toEqual([]);
  expect(troubles(taken(2), at(9 * 24 + 1), refused)).toEqual([
    "The last drill was on 2026-12-26 11:06 UTC; there is to be one a week.",
  ]);
  expect(troubles(taken(2), taken(9 * 24 - 1), refused)).toEqual([]);
  expect(troubles(taken(2), taken(9 * 24 + 1), refused)).toEqual([
    "No drill has come to a verdict; there is to be one a week.",
  ]);
});

it("is a trouble where the last drill failed, until one succeeds", () => {
  const failed = taken(5, { verb: "drill", outcome: "failed", set: "S", reason: "Rows differ." });
  expect(troubles(taken(6), failed)).toEqual([
    "The last drill, on 2027-01-04 07:06 UTC, failed: Rows differ.",
  ]);
  expect(troubles(taken(6), failed, taken(1, { verb: "drill", outcome: "drilled" }))).toEqual([]);
});
