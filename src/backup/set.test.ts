import { expect, it } from "vitest";
import { readLongestAgo, type BackupSet } from "./set.ts";

function aSet(id: string, verified: number | null): BackupSet {
  return { id, tenant: "acme", finished: 1, verified, drilled: null, bytes: 1 };
}

it("takes in turn the set whose last reading is the longest ago, whatever its age", () => {
  const sets = [aSet("new", 90), aSet("middle", 10), aSet("bad", null), aSet("old", 50)];
  expect(readLongestAgo(sets)?.id).toBe("middle");
  expect(readLongestAgo(sets.filter(({ verified }) => verified === null))).toBeUndefined();
});
