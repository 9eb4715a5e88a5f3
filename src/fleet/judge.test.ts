import { describe, expect, test } from "vitest";
import type { Outcome } from "../deploy/outcome.ts";
import type { Wave } from "../inventory/wave.ts";
import { blockedAfter, judgeWave } from "./judge.ts";
import { digest, member, NOW, planOf, record, result, running } from "./testing.ts";

/** `count` tenants of a wave, the first of which end as told, the others unchanged. */
function wave(number: Wave, count: number, ends: readonly Outcome[], before: readonly Outcome[] = []) {
  const names = Array.from({ length: count }, (_, index) => `t${String(index).padStart(3, "0")}`);
  const records = names.map((name, index) => record(name, before[index] ?? "unchanged", { release: "r2" }));
  const plan = planOf(
    names.map((name) => member(name, number)),
    records,
  );
  const results = names.map((name, index) => result(name, ends[index] ?? "unchanged"));
  return { plan, wave: number, began: true, results, now: NOW } as const;
}

describe("a canary", () => {
  test("that ends well lets the later waves begin", () => {
    expect(judgeWave(wave(1, 2, ["deployed", "postponed"]))).toMatchObject({ go: true, failures: [] });
  });
  test.each(["rolled-back", "rollback-failed", "failed", "unreachable", "refused", "interrupted"] as const)(
    "that ends %s stops them",
    (outcome) => {
      expect(judgeWave(wave(1, 2, [outcome]))).toMatchObject({
        go: false,
        failures: ["t000"],
        message: "Wave 1: 1 of 2 tenants failed anew: t000. The later waves are not begun.",
      });
    },
  );
  test("that has stood so before stops nobody again", () => {
    expect(judgeWave(wave(1, 1, ["unreachable"], ["unreachable"])).go).toBe(true);
    expect(judgeWave(wave(1, 1, ["rolled-back"], ["rolled-back"])).go).toBe(true);
    expect(judgeWave(wave(1, 1, ["rolled-back"], ["failed"])).go).toBe(true);
  });
  test("that falls sick of another release does", () => {
    const { plan, ...rest } = wave(1, 1, ["rolled-back"], ["rolled-back"]);
    const results = [result("t000", "rolled-back", { release: "r3" })];
    expect(judgeWave({ plan, ...rest, results }).go).toBe(false);
  });
  test("that falls silent after it was put back does", () => {
    expect(judgeWave(wave(1, 1, ["unreachable"], ["rolled-back"])).go).toBe(false);
  });
});

describe("a later wave", () => {
  test.each([
    [3, 1, true],
    [3, 2, false],
    [40, 2, true],
    [40, 3, false],
    [300, 15, true],
    [300, 16, false],
  ])("of %i tenants with %i new failures: go %s", (count, failed, go) => {
    const ends = Array.from({ length: failed }, (): Outcome => "failed");
    expect(judgeWave(wave(3, count, ends)).go).toBe(go);
  });

  test("that was not begun leaves its tenants postponed, and stops the next", () => {
    const verdict = judgeWave({ ...wave(2, 2, []), began: false, results: [] });
    expect(verdict).toMatchObject({
      go: false,
      failures: [],
      message: "Wave 2 was not begun: an earlier wave was stopped.",
    });
    expect(verdict.results.map(({ outcome }) => outcome)).toEqual(["postponed", "postponed"]);
  });

  test.each([true, false])("without tenants passes on what it was given (%s)", (began) => {
    const question = { ...wave(2, 1, []), wave: 4, began, results: [] } as const;
    expect(judgeWave(question)).toMatchObject({ go: began, results: [] });
  });
});

test("what was planned and not reported is interrupted", () => {
  const { results, ...rest } = wave(2, 3, []);
  const verdict = judgeWave({ ...rest, results: results.slice(1) });
  expect(verdict.failures).toEqual(["t000"]);
  expect(verdict.results[0]).toMatchObject({
    tenant: "t000",
    shard: "2-01",
    outcome: "interrupted",
    finished: NOW,
  });
  expect(verdict.results[0]?.reason).toContain("Its job 2-01 left no result");
});

test("what was reported and not planned is nobody's", () => {
  const { results, ...rest } = wave(2, 1, []);
  expect(judgeWave({ ...rest, results: [...results, result("other", "failed")] }).results).toHaveLength(1);
});

test("what may go further follows from the canaries' results, or their records where they took no part", () => {
  const images = { asterisk: digest("b") };
  const plan = planOf(
    [member("one", 1, images), member("late", 3)],
    [record("one", "postponed", { images: {} })],
  );
  expect(blockedAfter(plan, [])).toMatchObject([{ component: "asterisk" }]);
  expect(blockedAfter(plan, [result("one", "deployed", { components: running(images) })])).toEqual([]);
});
