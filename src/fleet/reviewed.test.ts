import { expect, test } from "vitest";
import { sayOtherThanReviewed, type Reviewed } from "./reviewed.ts";
import { judgeWave } from "./judge.ts";
import { formatRunSummary } from "./summary.ts";
import { member, NOW, planOf, result } from "./testing.ts";
import { judgeRun } from "./verdict.ts";

const reviewed = (releases: Reviewed["releases"]): Reviewed => ({ pull: 7, base: "b".repeat(40), releases });

test("a release that is another than the reviewed one is said, with how to see the difference", () => {
  const plans = [reviewed({ acme: "r2", demo: "r1" })];
  expect(sayOtherThanReviewed(plans, [result("acme", "deployed"), result("demo", "deployed")])).toEqual([
    "Another release than the plan of pull request 7 showed, because another change landed between: demo (r2, reviewed: r1). The whole difference: npx oml plan --tenant demo --base bbbbbbbb",
  ]);
});

test("nothing is said of tenants the plan did not show, and of those that came to no release", () => {
  const plans = [reviewed({ demo: "r1" })];
  const results = [result("constructor", "deployed"), result("demo", "superseded", { release: "" })];
  expect(sayOtherThanReviewed(plans, results)).toEqual([]);
});

test("a run's summary has it, whatever its colour", () => {
  const plan = planOf([member("demo")], [], { reviewed: [reviewed({ demo: "r1" })] });
  const results = [result("demo", "deployed")];
  const waves = [judgeWave({ plan, wave: 2, began: true, results, now: NOW })];
  const verdict = judgeRun({ plan, waves, run: "run/2", now: new Date(NOW) });
  expect(verdict.colour).toBe("green");
  expect(formatRunSummary({ plan, waves, verdict })).toContain(
    "Another release than the plan of pull request 7 showed",
  );
});
