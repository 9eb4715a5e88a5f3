import { describe, expect, test } from "vitest";
import type { Problem } from "../inventory/problem.ts";
import { rules } from "../inventory/rules/index.ts";
import { checkRequests, LARGEST_NUMBER_OF_REQUESTS } from "./check-run.ts";

const [rule] = rules;
if (rule === undefined) throw new Error("there are no rules");
const [variant = ""] = Object.keys(rule.texts);
const problem: Problem = {
  code: rule.code,
  severity: "error",
  file: "instances/demo/inventory.yml",
  line: 3,
  column: 5,
  endLine: 3,
  endColumn: 9,
  path: "all.vars.TZ",
  values: {},
  message: "is wrong",
  remedy: "Right it",
  ...({ variant } as object),
};
const run = { name: "Inventory problems", sha: "a".repeat(40), failed: true, language: "en" } as const;
const requests = (count: number, change: Partial<Problem> = {}) =>
  checkRequests(
    { tenants: ["demo"], problems: Array.from({ length: count }, () => ({ ...problem, ...change })) },
    run,
  );

describe("a check run", () => {
  test.each([
    [0, [0]],
    [1, [1]],
    [50, [50]],
    [51, [50, 1]],
    [200, [50, 50, 50, 50]],
  ])("of %i problems is sent in pages of %j", (count, pages) => {
    expect(requests(count).map(({ output }) => output.annotations.length)).toEqual(pages);
  });

  test("stops at its number of requests, and says what is left", () => {
    const sent = requests(LARGEST_NUMBER_OF_REQUESTS * 50 + 7);
    expect(sent).toHaveLength(LARGEST_NUMBER_OF_REQUESTS);
    expect(sent[0]?.output.summary).toContain("7 more");
  });

  test("is complete with its first request, so that a lost one leaves nothing waiting", () => {
    expect(requests(120)[0]).toMatchObject({ status: "completed", conclusion: "failure" });
  });

  test.each([
    [{ failed: true }, 1, "failure"],
    [{ failed: false }, 1, "neutral"],
    [{ failed: false }, 0, "success"],
  ])("with %j and %i problems concludes %s", (change, count, conclusion) => {
    const problems = Array.from({ length: count }, () => problem);
    expect(checkRequests({ tenants: [], problems }, { ...run, ...change })[0]?.conclusion).toBe(conclusion);
  });

  test("columns are given on one line only, the last character's and not the one behind it", () => {
    expect(requests(1)[0]?.output.annotations[0]).toMatchObject({ start_column: 5, end_column: 8 });
    expect(requests(1, { endColumn: 5 })[0]?.output.annotations[0]).toMatchObject({ end_column: 5 });
    expect(requests(1, { endLine: 4 })[0]?.output.annotations[0]).not.toHaveProperty("start_column");
  });
});
