import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { histories, violationsOf } from "./history.ts";
import { GUARDED, type Guards } from "./world.ts";

/** Enough that each guard is missed by one history at least. */
const HISTORIES = { seed: 7, numRuns: 2000 };

test("after the last run every healthy tenant equals the tip, and none ever went back", () => {
  fc.assert(
    fc.property(histories, (history) => {
      expect(violationsOf(history, GUARDED)).toEqual([]);
    }),
    HISTORIES,
  );
});

describe("the same histories tell that a world lacks", () => {
  const sample = fc.sample(histories, HISTORIES);

  test.each<[keyof Guards, RegExp]>([
    ["superseded", /was given \d+ in a turn at tip \d+/],
    ["olderRefused", /went back from \d+ to \d+/],
    ["noted", /went back from \d+ to \d+/],
    ["transactions", /went back from \d+ to \d+/],
    ["canary", /was given sha256:\d+, which no canary bears/],
    ["merges", /was given setting-\d+, which no canary bears/],
    ["sinceRecord", /does not run the tip/],
    ["unsettled", /does not run the tip/],
    ["later", /does not run the tip/],
    ["begun", /does not run the tip/],
  ])("%s", (guard, violation) => {
    const guards = { ...GUARDED, [guard]: false };
    const isTold = sample.some((history) =>
      violationsOf(history, guards).some((text) => violation.test(text)),
    );
    expect(isTold).toBe(true);
  });
});
