import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dueOf, lastDrillDay } from "./due.ts";
import { policyOf } from "./policy.ts";
import { historiesOf, type BackupRecord } from "./record.ts";
import { HOUR, NOW, proved, taken } from "./record-testing.ts";

const DAY = 24 * HOUR;
const policy = { tenant: "acme", every: DAY };
const fresh = proved({ set: null });
const due = (...records: BackupRecord[]) => dueOf(policy, historiesOf(records).get("acme"), NOW);

describe("a set is due", () => {
  it.each([
    ["of which nothing is known", [], "no verified set of it is recorded"],
    ["whose only try failed", [taken(1, { outcome: "failed" })], "no verified set of it is recorded"],
    ["whose newest is a day old", [taken(24)], "its newest verified set is 24 h old, and 24 h are allowed"],
    [
      "whose ticks were lost for three days",
      [taken(73), taken(97)],
      "its newest verified set is 3 days old, and 24 h are allowed",
    ],
  ])("at a tenant %s", (_, records, why) => {
    expect(due(...fresh, ...records)).toEqual({ verbs: ["backup", "retain"], why });
  });

  it("not before, however many ticks come", () => {
    expect(due(...fresh, taken(23.9))).toBeUndefined();
    expect(due(...fresh, taken(23.9), taken(1, { outcome: "unreachable" }))).toBeUndefined();
  });
});

describe("a drill is due, and a reading of an older set", () => {
  const days = (tenant: string) =>
    Array.from({ length: 14 }, (_, day) => lastDrillDay(tenant, NOW + day * DAY));

  it("once a week, on a day of the tenant's own", () => {
    const [first, second, ...more] = new Set(days("acme"));
    expect((second ?? 0) - (first ?? 0)).toBe(7 * DAY);
    expect(more.length).toBeLessThanOrEqual(1);
    for (const day of days("acme")) expect(new Date(day).getUTCHours()).toBe(0);
  });

  it("spread over the week", () => {
    const tenants = Array.from({ length: 700 }, (_, index) => `tenant-${String(index)}`);
    const counts = Map.groupBy(tenants, (tenant) => lastDrillDay(tenant, NOW));
    expect(counts.size).toBe(7);
    for (const [day, list] of counts) {
      expect(day).toBeLessThanOrEqual(NOW);
      expect(day).toBeGreaterThan(NOW - 7 * DAY);
      expect(list.length).toBeGreaterThan(70);
    }
  });

  it("until it came to a verdict, whichever; then not before the next week", () => {
    const since = lastDrillDay("acme", NOW);
    const at = (verb: "drill" | "verify", time: number, outcome: BackupRecord["outcome"]) =>
      taken(9, { verb, outcome, finished: new Date(time).toISOString() });
    const verbs = (drill: BackupRecord["outcome"], reading: BackupRecord["outcome"], time = since + 1) =>
      due(taken(1), at("drill", time, drill), at("verify", time, reading))?.verbs;
    expect(verbs("drilled", "verified", since - 1)).toEqual(["verify", "drill"]);
    expect(verbs("unreachable", "interrupted")).toEqual(["verify", "drill"]);
    expect(verbs("refused", "verified"), "what has no room holds up nothing").toEqual(["drill"]);
    expect(verbs("drilled", "refused")).toEqual(["verify"]);
    expect(verbs("drilled", "verified")).toBeUndefined();
    expect(verbs("failed", "failed")).toBeUndefined();
  });

  it("the reading behind the set that is due, and before any goes; the drill last, since it may find no room", () => {
    expect(due()?.verbs).toEqual(["backup", "verify", "retain", "drill"]);
  });
});

describe("the policy", () => {
  const tenant = (text?: string) =>
    policyOf({
      name: "acme",
      inventory: { path: "inventory.yml", text: "" },
      ...(text !== undefined && { tenantFile: { path: "tenant.yml", text } }),
    } as never);

  it("is that of tenant.yml, its vault sealed", () => {
    const shipped = readFileSync(join(import.meta.dirname, "../../instances/acme/tenant.yml"), "utf8");
    expect(shipped).toContain("password: !vault");
    const often = shipped.replace("backup:\n", "backup:\n  every: 6h\n");
    expect(tenant(often)).toEqual({ tenant: "acme", every: 6 * HOUR });
    expect(tenant("backup:\n  password: long-and-random-enough\n")).toMatchObject({ every: DAY });
  });

  it("is none where nothing says where sets go", () => {
    expect(tenant()).toBeUndefined();
    expect(tenant("wave: 1\n")).toBeUndefined();
  });

  it("is a day where nobody can read it: a mistake does not end the backups unseen", () => {
    expect(tenant("backup: [\n")).toEqual({ tenant: "acme", every: DAY });
    expect(tenant("wav: 1\nbackup:\n  password: x\n")).toEqual({ tenant: "acme", every: DAY });
  });
});
