import { describe, expect, test } from "vitest";
import type { Outcome } from "../deploy/outcome.ts";
import { colourOf } from "./colour.ts";
import { judgeWave } from "./judge.ts";
import { recordOf } from "./result.ts";
import { startTenant } from "./start.ts";
import { formatRunSummary } from "./summary.ts";
import { commit, digest, HOUR, member, NOW, planOf, record, result, running, TOOLKIT } from "./testing.ts";
import { judgeRun } from "./verdict.ts";
import { WAVES } from "../inventory/wave.ts";
import type { RunPlan } from "./run-plan.ts";
import type { TenantResult } from "./result.ts";

describe("colours", () => {
  const now = new Date(NOW);
  const since = (hours: number) => new Date(now.getTime() - hours * HOUR).toISOString();
  test.each<[Outcome, number, string]>([
    ["unchanged", 900, "green"],
    ["deployed", 0, "green"],
    ["superseded", 900, "green"],
    ["postponed", 71.9, "warning"],
    ["postponed", 72, "red"],
    ["rolled-back", 0, "red"],
    ["rollback-failed", 0, "red"],
    ["refused", 0, "red"],
    ["interrupted", 0, "red"],
    ["unreachable", 0, "red"],
    ["failed", 0, "red"],
  ])("%s for %f h is %s", (outcome, hours, colour) => {
    expect(colourOf({ outcome, since: since(hours) }, 72 * HOUR, now)).toBe(colour);
  });

  test("an age that nobody can tell is red", () => {
    expect(colourOf({ outcome: "postponed", since: "long ago" }, 72 * HOUR, now)).toBe("red");
  });
});

describe("a record", () => {
  const by = (run: string) => ({ run, isPartial: false });
  const images = { nginx: digest("a"), asterisk: digest("a") };
  const before = record("acme", "postponed", { images, toolkit: commit(6) });

  test("names the commit that last was there as a whole", () => {
    const settled = { ...before, settled: commit(1) };
    expect(recordOf(result("acme", "rolled-back"), settled, by("run/2")).settled).toBe(commit(1));
    const partial = { run: "run/2", isPartial: true };
    expect(recordOf(result("acme", "deployed"), settled, partial).settled).toBe(commit(1));
    expect(recordOf(result("acme", "unreachable"), before, by("run/2")).settled).toBeUndefined();
  });

  test("keeps the beginning of what stays so, a change of waiting among it", () => {
    const waiting = recordOf(result("acme", "superseded"), before, by("run/2"));
    expect(waiting.since).toBe(before.since);
    expect(recordOf(result("acme", "postponed"), waiting, by("run/3")).since).toBe(before.since);
    expect(recordOf(result("acme", "unreachable"), before, by("run/2")).since).toBe(NOW);
    expect(recordOf(result("acme", "postponed"), undefined, by("run/2")).since).toBe(NOW);
  });

  test("tells what runs, as far as anybody knows", () => {
    const deployed = result("acme", "deployed", { components: running({ nginx: digest("b") }, "restarted") });
    expect(recordOf(deployed, before, by("run/2"))).toEqual({
      tenant: "acme",
      outcome: "deployed",
      commit: commit(2),
      release: "r2",
      finished: NOW,
      since: NOW,
      run: "run/2",
      reason: "deployed.",
      images: { nginx: digest("b"), asterisk: digest("a") },
      toolkit: TOOLKIT,
      settled: commit(2),
    });
    expect(recordOf(result("acme", "unreachable"), before, by("run/2"))).toMatchObject({
      images,
      toolkit: commit(6),
    });
  });
});

describe("a tenant's turn", () => {
  const moment = { commit: commit(2), tip: commit(2), failures: 1, blocked: undefined };
  test("comes at the tip, after no more than one new failure", () => {
    expect(startTenant(moment)).toEqual({ begin: true });
  });
  test.each([
    [{ tip: commit(3) }, "superseded", "The branch moved on from 00000000 to 00000000"],
    [{ tip: null }, "interrupted", "The tip of the branch cannot be read"],
    [{ failures: 2 }, "postponed", "2 tenants of its job failed before its turn"],
    [
      { blocked: { kind: "toolkit", commit: TOOLKIT, because: "no" } as const },
      "postponed",
      "It would take toolkit",
    ],
    [{ tip: commit(3), failures: 2 }, "superseded", "The branch moved on"],
  ])("does not come with %j", (change, outcome, reason) => {
    expect(startTenant({ ...moment, ...change })).toMatchObject({
      begin: false,
      outcome,
      reason: expect.stringContaining(reason) as unknown,
    });
  });
});

/** The verdict on a plan whose shards left these results. */
function judge(plan: RunPlan, results: readonly TenantResult[]) {
  const waves = WAVES.map((wave) => judgeWave({ plan, wave, began: true, results, now: NOW }));
  return { plan, waves, verdict: judgeRun({ plan, waves, run: "run/2", now: new Date(NOW) }) };
}

describe("a run", () => {
  const plan = planOf([member("acme", 1), member("demo", 2), member("zeta", 4)]);

  test("is a full success where every tenant of the fleet runs its release", () => {
    const { verdict } = judge(plan, [
      result("acme", "deployed"),
      result("demo", "unchanged"),
      result("zeta", "unchanged"),
    ]);
    expect(verdict).toMatchObject({
      colour: "green",
      isFullSuccess: true,
      sentence: "3 tenants at 00000000: 1 deployed, 2 unchanged.",
    });
  });

  test.each<[Outcome, string, string]>([
    ["superseded", "green", "2 unchanged, 1 superseded."],
    ["postponed", "warning", "2 unchanged, 1 postponed. Waiting: zeta."],
    ["rolled-back", "red", "2 unchanged, 1 rolled-back. Look at zeta."],
  ])("with a tenant %s is %s and no full success", (outcome, colour, words) => {
    const { verdict } = judge(plan, [
      result("acme", "unchanged"),
      result("demo", "unchanged"),
      result("zeta", outcome),
    ]);
    expect(verdict).toMatchObject({ colour, isFullSuccess: false });
    expect(verdict.sentence).toContain(words);
  });

  test("of some tenants, or of some components, is no full success", () => {
    const dispatch = { trigger: { kind: "dispatch", tenants: ["acme"] } } as const;
    const tenants = [member("acme"), member("demo")];
    expect(judge(planOf(tenants, [], dispatch), [result("acme", "deployed")]).verdict.isFullSuccess).toBe(
      false,
    );
    const partial = planOf([member("acme")], [], { isPartial: true });
    expect(judge(partial, [result("acme", "deployed")]).verdict.isFullSuccess).toBe(false);
  });

  test("without candidates says so, and is a full success", () => {
    const since = { commit: commit(1), isAncestor: true, files: [] };
    const none = planOf([member("acme")], [record("acme", "unchanged")], {
      trigger: { kind: "push" },
      since,
    });
    expect(judge(none, []).verdict).toMatchObject({
      colour: "green",
      isFullSuccess: true,
      sentence: "No tenant had to be looked at; nothing was touched.",
    });
  });
});

describe("the summary", () => {
  const names = ["beta", "demo", "held", "now"] as const;
  const tenants = [member("acme", 1), ...names.map((name) => member(name))];
  // The release that is held was put back by an earlier run.
  const before = [record("held", "rolled-back", { release: "r2" })];
  const plan = { ...planOf(tenants, before), removed: ["old"] };
  const hostile = "asterisk: probe 'x' failed | <img src=x> @everyone\n## heading";
  const results = [
    result("acme", "deployed", {
      wave: 1,
      seconds: 125,
      components: running({ nginx: digest("a") }, "restarted"),
    }),
    result("beta", "rolled-back", {
      seconds: 59.6,
      reason: hostile,
      held: false,
      components: running({ asterisk: digest("a") }, "put back"),
    }),
    result("demo", "unchanged", {
      seconds: 2,
      notices: ["omnileads-app redis: drop-in /x changes this unit"],
    }),
    result("held", "rolled-back"),
    result("now", "deployed", {
      cut: { count: 20, detail: "" },
      components: running({ asterisk: digest("b") }, "restarted"),
    }),
  ];
  const text = formatRunSummary(judge(plan, results));

  test("tells tenants, outcomes, time, what restarted, calls that were cut, what was put back and why; worst first", () => {
    expect(text.split("\n").filter((line) => line.startsWith("|"))).toEqual([
      "|  | Tenant | Wave | Outcome | Time | What happened |",
      "|---|---|---|---|---|---|",
      expect.stringMatching(
        /^\| ❌ \| <code>beta<\/code> \| 2 \| \*\*rolled-back\*\* \| 1 min 0 s \| put back: asterisk\. asterisk: probe/,
      ),
      "| ❌ | <code>held</code> | 2 | rolled-back (held) |  | rolled-back. |",
      "| ✅ | <code>acme</code> | 1 | deployed | 2 min 5 s | restarted: nginx. deployed. |",
      "| ✅ | <code>now</code> | 2 | deployed |  | restarted: asterisk. calls cut: 20. deployed. |",
      "| ✅ | <code>demo</code> | 2 | unchanged | 2 s | unchanged. omnileads-app redis: drop-in /x changes this unit. |",
    ]);
    expect(text).toContain("- No longer in the fleet: old. Their hosts were not touched and keep running.");
    expect(text).toContain("- Wave 2: 1 of 4 tenants failed anew: beta. That stops no later wave.");
  });

  test("shows text of hosts as text", () => {
    expect(text).not.toMatch(/<img|@everyone|\n## heading/);
  });

  test("is bounded, and says how much is left out", () => {
    const names = Array.from({ length: 12_000 }, (_, index) => `tenant-${index}`);
    const many = judge(
      planOf(names.map((name) => member(name))),
      names.map((name) => result(name, "unchanged", { reason: "ñ".repeat(2000) })),
    );
    const long = formatRunSummary(many);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(1024 * 1024);
    const shown = long.split("\n").filter((line) => line.startsWith("| ✅")).length;
    expect(long).toContain(`\n${12_000 - shown} more tenants do not fit here.\n`);
  });
});
