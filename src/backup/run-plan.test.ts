import { describe, expect, it } from "vitest";
import { historiesOf } from "./record.ts";
import { HOUR, NOW, proved, taken } from "./record-testing.ts";
import { planBackups, type BackupQuestion } from "./run-plan.ts";

const FRESH = ["acme", "demo", "old", "older"].flatMap((tenant) => proved({ tenant, set: null }));
const records = [
  ...FRESH,
  taken(2, { tenant: "acme" }),
  taken(2, { tenant: "demo" }),
  taken(30, { tenant: "old" }),
  taken(80, { tenant: "older" }),
];
const question: BackupQuestion = {
  commit: "c".repeat(40),
  mode: "due",
  wanted: ["due"],
  tenants: ["acme", "bare", "demo", "old", "older"],
  policies: ["acme", "demo", "old", "older"].map((tenant) => ({ tenant, every: 24 * HOUR })),
  histories: historiesOf(records),
  now: NOW,
};
const plan = (given: Partial<BackupQuestion>) => {
  const planned = planBackups({ ...question, ...given });
  if (!planned.ok) throw new Error(planned.message);
  return planned.plan;
};

describe("a run", () => {
  it("takes what is due, the longest without a set first", () => {
    const { shards, verbs, fleet } = plan({});
    expect(shards).toEqual([{ id: "1-01", wave: 1, tenants: ["older", "old"] }]);
    expect(verbs).toEqual({ old: ["backup", "retain"], older: ["backup", "retain"] });
    expect(fleet).toEqual(["acme", "demo", "old", "older"]);
  });

  it("of one kind takes those of which that is due", () => {
    expect(plan({ mode: "backup" }).verbs).toEqual({ old: ["backup"], older: ["backup"] });
    expect(plan({ mode: "drill" }).verbs).toEqual({});
    expect(Object.keys(plan({ mode: "verify" }).verbs)).toEqual(["acme", "demo", "old", "older"]);
  });

  it("takes those that were named, due or not; and all that have a policy", () => {
    expect(plan({ mode: "backup", wanted: ["acme", "bare"] }).verbs).toEqual({
      acme: ["backup"],
      bare: ["backup"],
    });
    expect(Object.keys(plan({ mode: "drill", wanted: ["all"] }).verbs)).toHaveLength(4);
    expect(plan({ wanted: ["acme"] }).verbs).toEqual({});
  });

  it("comes to nothing where nothing is due", () => {
    expect(plan({ policies: question.policies.slice(0, 2) })).toMatchObject({ shards: [], verbs: {} });
  });

  it("is refused for a name that is none", () => {
    const planned = planBackups({ ...question, wanted: ["acme", "dem0"] });
    expect(planned).toEqual({
      ok: false,
      message: "No tenant at the branch's tip is called 'dem0' (did you mean demo?).",
    });
  });

  it("is spread over jobs as a deploy is", () => {
    const tenants = Array.from({ length: 300 }, (_, index) => `t${String(index)}`);
    const policies = tenants.map((tenant) => ({ tenant, every: HOUR }));
    const { shards } = plan({ tenants, policies });
    expect(shards).toHaveLength(12);
    expect(shards.flatMap((shard) => shard.tenants).toSorted()).toEqual(tenants.toSorted());
  });
});
