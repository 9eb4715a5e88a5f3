import { expect, it } from "vitest";
import type { CheckReport } from "../deploy/report.ts";
import { commit, digest, member, NOW, planOf, record, result } from "../fleet/testing.ts";
import { runShard, type ProcessEnd, type ShardEdges, type ShardOrder } from "./run-shard.ts";

const names = ["a", "b", "c", "d", "e"];
const records = names.map((name) => record(name, "deployed"));
const plan = planOf(
  names.map((name) => member(name)),
  records,
);
const [shard] = plan.shards;

function orderOf(change: Partial<ShardOrder> = {}): ShardOrder {
  if (shard === undefined) throw new Error("no shard");
  return { plan, shard, blocked: [], images: new Map(), atOnce: 1, ...change };
}

/** Edges at the plan's tip where every tenant is deployed, and the tenants that were begun. */
function edgesOf(change: Partial<ShardEdges> = {}) {
  const begun: string[] = [];
  const kept: string[] = [];
  const edges: ShardEdges = {
    tip: async () => plan.commit,
    keep: ({ tenant }) => void kept.push(tenant),
    isStopped: () => false,
    now: () => new Date(NOW),
    ...change,
    deploy: async (tenant) => {
      begun.push(tenant);
      return (await change.deploy?.(tenant)) ?? ended(tenant, "deployed");
    },
  };
  return { edges, begun, kept };
}

function ended(tenant: string, outcome: "deployed" | "failed"): ProcessEnd {
  return { kind: "reported", report: result(tenant, outcome) };
}

it("every tenant has one result, with where and when", async () => {
  const { edges, begun, kept } = edgesOf();
  const results = await runShard(orderOf({ atOnce: 3 }), edges);
  expect(begun).toEqual(names);
  expect(kept.toSorted()).toEqual(names);
  for (const each of results)
    expect(each).toMatchObject({
      outcome: "deployed",
      wave: 2,
      shard: "2-01",
      commit: plan.commit,
      finished: NOW,
    });
});

it("no more are under way than are allowed", async () => {
  let underWay = 0;
  let most = 0;
  const { edges } = edgesOf({
    deploy: async (tenant) => {
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return ended(tenant, "deployed");
    },
  });
  await runShard(orderOf({ atOnce: 2 }), edges);
  expect(most).toBe(2);
});

it("the second new failure is the last: later tenants wait untouched", async () => {
  const { edges, begun } = edgesOf({
    deploy: async (tenant) => ended(tenant, tenant === "a" ? "deployed" : "failed"),
  });
  const results = await runShard(orderOf(), edges);
  expect(begun).toEqual(["a", "b", "c"]);
  expect(results.map(({ outcome }) => outcome)).toEqual([
    "deployed",
    "failed",
    "failed",
    "postponed",
    "postponed",
  ]);
});

it("a branch that moves on leaves the rest to the newer run", async () => {
  const tips = [plan.commit, plan.commit, commit(9), commit(9), commit(9)];
  const { edges, begun } = edgesOf({ tip: async () => tips.shift() ?? null });
  const results = await runShard(orderOf(), edges);
  expect(begun).toEqual(["a", "b"]);
  expect(results.slice(2).map(({ outcome }) => outcome)).toEqual(["superseded", "superseded", "superseded"]);
});

it("what no canary runs healthy is not begun elsewhere", async () => {
  const blocked = [
    { kind: "image", component: "redis", digest: digest("b"), because: "no canary runs it yet" } as const,
  ];
  const images = new Map([["b", { redis: digest("b") }]]);
  const { edges, begun } = edgesOf();
  const results = await runShard(orderOf({ blocked, images }), edges);
  expect(begun).toEqual(["a", "c", "d", "e"]);
  expect(results.find(({ tenant }) => tenant === "b")).toMatchObject({ outcome: "postponed" });
});

it("a stop begins none any more, and says so of each", async () => {
  let stopped = false;
  const { edges, begun } = edgesOf({
    isStopped: () => stopped,
    deploy: async () => {
      stopped = true;
      return { kind: "silent", reason: "It was killed." };
    },
  });
  const results = await runShard(orderOf(), edges);
  expect(begun).toEqual(["a"]);
  expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["interrupted"]));
  expect(results[4]?.reason).toContain("before its turn");
});

it("a stop while the tip is read leaves the hosts alone", async () => {
  let stopped = false;
  const { edges, begun } = edgesOf({
    isStopped: () => stopped,
    tip: async () => {
      stopped = true;
      return plan.commit;
    },
  });
  await runShard(orderOf(), edges);
  expect(begun).toEqual([]);
});

it("a process that ends without a report is a failure, never a success", async () => {
  const { edges } = edgesOf({ deploy: async () => ({ kind: "silent", reason: "It ended with 1." }) });
  const [first] = await runShard(orderOf(), edges);
  expect(first).toMatchObject({ outcome: "failed", reason: "It ended with 1." });
});

it("a check changes nothing and says what it would", async () => {
  const report: CheckReport = {
    format: 1,
    tenant: "a",
    check: true,
    would: "deploy",
    reason: "A deploy would make these changes.",
    release: "r2",
    first: ["prepare the hosts"],
    changes: [],
    notices: [],
    seconds: 1,
  };
  const { edges } = edgesOf({ deploy: async () => ({ kind: "reported", report }) });
  const [first] = await runShard(orderOf(), edges);
  expect(first).toMatchObject({ outcome: "unchanged", release: "r2" });
  expect(first?.reason).toBe("Only checked. A deploy would make these changes. It would: prepare the hosts.");
});
