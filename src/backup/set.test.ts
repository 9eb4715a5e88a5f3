import { expect, it } from "vitest";
import { readLongestAgo, setToRestore, type BackupSet } from "./set.ts";

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

it("restores the set whose restore is open, or else the newest that was found whole, but none that a restore took before", () => {
  const at = (finished: number, set: BackupSet): BackupSet => ({ ...set, finished });
  const old = at(1, aSet("old", 9));
  const before: BackupSet = { ...at(4, aSet("before", 9)), purpose: "restore" };
  const deploys: BackupSet = { ...at(3, aSet("deploys", 9)), purpose: "deploy" };
  const sets = [before, deploys, at(2, aSet("bad", 9, false)), old];
  expect(setToRestore(sets, "acme", undefined)?.id).toBe("deploys");
  expect(setToRestore(sets, "acme", "old")?.id).toBe("old");
  expect(setToRestore(sets, "acme", "another tenant's")?.id).toBe("deploys");
  expect(setToRestore([before], "acme", undefined)).toBeUndefined();
});
