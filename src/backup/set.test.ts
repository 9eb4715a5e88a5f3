import { expect, it } from "vitest";
import { readLongestAgo, type BackupSet } from "./set.ts";

function aSet(id: string, read?: number, isWhole = true): BackupSet {
  const verified = isWhole ? (read ?? null) : null;
  return { id, tenant: "acme", finished: 1, verified, drilled: null, bytes: 1, ...(read && { read }) };
}

it("takes in turn the set whose last reading is the longest ago, whatever its age and its verdict", () => {
  const sets = [aSet("new", 90), aSet("middle", 10), aSet("bad", 60, false), aSet("old", 50)];
  expect(readLongestAgo(sets)?.id).toBe("middle");
  expect(readLongestAgo([...sets, aSet("never")])?.id).toBe("never");
  expect(readLongestAgo([])).toBeUndefined();
});
