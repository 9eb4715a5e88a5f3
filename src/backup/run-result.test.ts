import { expect, it } from "vitest";
import { reportUnbegun, type BackupReport } from "./report.ts";
import type { BackupPlan } from "./run-plan.ts";
import { judgeBackups, type BackupTenantResult } from "./run-result.ts";

const RUN = "https://github.example/acme/fleet/actions/runs/7";
const AT = "2027-01-04T12:00:00.000Z";
const plan: BackupPlan = {
  format: 1,
  commit: "c".repeat(40),
  shards: [{ id: "1-01", wave: 1, tenants: ["acme", "demo"] }],
  verbs: { acme: ["backup", "retain"], demo: ["backup"] },
  why: {},
  fleet: ["acme", "demo"],
};
const good: BackupReport = {
  ...reportUnbegun("acme", "backed-up", "It is equal."),
  set: "S",
  bytes: 10,
  verified: true,
  seconds: 4,
};
const acme = (...outcomes: (BackupReport["outcome"] | BackupReport)[]): BackupTenantResult => ({
  tenant: "acme",
  deeds: outcomes.map((given, index) => ({
    verb: plan.verbs["acme"]?.[index] ?? "retain",
    finished: AT,
    report: typeof given === "string" ? reportUnbegun("acme", given, "So.") : given,
  })),
});
const demo: BackupTenantResult = {
  tenant: "demo",
  deeds: [{ verb: "backup", finished: AT, report: { ...good, tenant: "demo" } }],
};
const judge = (...results: BackupTenantResult[]) => judgeBackups(plan, results, RUN, AT);

it("is green where everything was done, and keeps what each proved", () => {
  const verdict = judge(acme(good, "retained"), demo);
  expect(verdict).toMatchObject({ colour: "green", sentence: "2 tenants: 2 backed-up, 1 retained." });
  expect(verdict.records).toHaveLength(3);
  expect(verdict.records[0]).toEqual({
    ...{ tenant: "acme", verb: "backup", outcome: "backed-up", set: "S", bytes: 10, seconds: 4 },
    ...{ finished: AT, run: RUN, reason: "It is equal." },
  });
});

it("is red for one tenant, and names it alone; what came before it is kept", () => {
  const verdict = judge(demo, acme(good, "failed"));
  expect(verdict.colour).toBe("red");
  expect(verdict.sentence).toMatch(/ Look at acme\.$/);
  expect(verdict.records.map(({ tenant, outcome }) => [tenant, outcome])).toEqual([
    ["acme", "backed-up"],
    ["acme", "failed"],
    ["demo", "backed-up"],
  ]);
});

it("is red for a set beside its data that nobody accepted, though it is proved", () => {
  const verdict = judge(acme({ ...good, place: "on-host" }, "retained"), demo);
  expect(verdict.colour).toBe("red");
  expect(verdict.records[0]).toMatchObject({ outcome: "backed-up" });
});

it("waits where another run is at work on the host", () => {
  expect(judge(acme("postponed"), demo)).toMatchObject({
    colour: "warning",
    sentence: "2 tenants: 1 postponed, 1 backed-up. Waiting: acme.",
  });
});

it("takes what nobody tells of for interrupted", () => {
  const verdict = judge(acme(good));
  expect(verdict.colour).toBe("red");
  expect(verdict.sentence).toMatch(/2 interrupted\. Look at acme, demo\.$/);
  expect(verdict.records.map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual([
    "backup backed-up",
    "retain interrupted",
    "backup interrupted",
  ]);
});

it("says that nothing was due", () => {
  const verdict = judgeBackups({ ...plan, verbs: {} }, [], RUN, AT);
  expect(verdict).toMatchObject({ colour: "green", sentence: "Nothing was due; no host was contacted." });
});
