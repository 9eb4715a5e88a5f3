import { expect, it } from "vitest";
import type { BackupOutcome } from "../backup/outcome.ts";
import { reportUnbegun } from "../backup/report.ts";
import type { BackupPlan } from "../backup/run-plan.ts";
import type { BackupTenantResult } from "../backup/run-result.ts";
import { runBackups, type BackupEdges } from "./run-backups.ts";

const shard = { id: "1-01", wave: 1, tenants: ["acme", "demo", "eve"] } as const;
const plan: BackupPlan = {
  format: 1,
  commit: "c".repeat(40),
  shards: [shard],
  verbs: { acme: ["backup", "drill", "retain"], demo: ["backup", "retain"], eve: ["drill"] },
  why: {},
  fleet: [],
};
const GOOD = { backup: "backed-up", verify: "verified", drill: "drilled", retain: "retained" } as const;

/** Runs the shard; `ends` says how something ended that did not end well. */
async function run(
  ends: Readonly<Record<string, BackupOutcome | "silent">>,
  given: Partial<BackupEdges> = {},
) {
  const kept = new Map<string, BackupTenantResult>();
  const asked: string[] = [];
  let [underWay, most] = [0, 0];
  await runBackups(
    { plan, shard, atOnce: 2 },
    {
      work: async (tenant, verb) => {
        asked.push(`${tenant} ${verb}`);
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setTimeout(resolve, 2));
        underWay -= 1;
        const end = ends[`${tenant} ${verb}`] ?? GOOD[verb];
        if (end === "silent") return { kind: "silent", reason: "It was killed." };
        return { kind: "reported", report: reportUnbegun(tenant, end, "So.") };
      },
      keep: (result) => void kept.set(result.tenant, result),
      isStopped: () => false,
      now: () => new Date(0),
      ...given,
    },
  );
  const told = [...kept.values()].map(({ tenant, deeds }) => [
    tenant,
    ...deeds.map(({ verb, report }) => `${verb} ${report.outcome}`),
  ]);
  return { told: told.toSorted(), asked, most };
}

it("does all that is due of each tenant, in its order, a few tenants at a time", async () => {
  const { told, most } = await run({});
  expect(told).toEqual([
    ["acme", "backup backed-up", "drill drilled", "retain retained"],
    ["demo", "backup backed-up", "retain retained"],
    ["eve", "drill drilled"],
  ]);
  expect(most).toBe(2);
});

it.each(["failed", "postponed", "unreachable"] as const)(
  "lets nothing of a tenant go whose set %s, and goes on with the others",
  async (outcome) => {
    const { told, asked } = await run({ "acme backup": outcome });
    expect(told[0]).toEqual(["acme", `backup ${outcome}`]);
    expect(asked).not.toContain("acme retain");
    expect(told.slice(1).flat()).toEqual(expect.arrayContaining(["retain retained", "drill drilled"]));
  },
);

it("calls a process without a report failed", async () => {
  expect((await run({ "eve drill": "silent" })).told[2]).toEqual(["eve", "drill failed"]);
});

it("begins nothing after a stop, and says of each what was not done", async () => {
  let calls = 0;
  const { told, asked } = await run({}, { isStopped: () => (calls += 1) > 2 });
  expect(asked).toHaveLength(2);
  expect(told).toEqual([
    ["acme", "backup backed-up", "drill interrupted"],
    ["demo", "backup backed-up", "retain interrupted"],
    ["eve", "drill interrupted"],
  ]);
});
