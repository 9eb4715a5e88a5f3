import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { closing, readReport, withoutRoot } from "./count.ts";

const folder = mkdtempSync(join(tmpdir(), "oml-count-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The counts of a report with this text. */
function count(text: string, ok = true): object {
  const file = join(folder, "report.xml");
  writeFileSync(file, text);
  return readReport("x", file, ok);
}

test("vitest's totals stand on testsuites", () => {
  const text =
    '<testsuites name="vitest tests" tests="23" failures="1" errors="0" time="3"><testsuite tests="4">';
  expect(count(text, false)).toEqual({ name: "x", passed: 22, failed: 1, skipped: 0 });
});

test("pytest's totals stand on the testsuite below", () => {
  const text =
    '<testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="0" skipped="1" tests="133">' +
    '<testcase><skipped type="x"/></testcase>';
  expect(count(text)).toEqual({ name: "x", passed: 132, failed: 0, skipped: 1 });
});

test("no counts, or a failure that no test explains, is a failure", () => {
  const none = { name: "x", passed: 0, failed: 1, skipped: 0 };
  expect(count("")).toEqual(none);
  expect(count('<testsuites tests="0" failures="0">')).toEqual(none);
  expect(count('<testsuites tests="5" failures="0">', false)).toEqual(none);
  expect(readReport("x", join(folder, "missing.xml"), true)).toEqual(none);
});

const counted = (name: string, passed: number, failed: number, skipped: number) => ({
  ...{ name, passed, failed, skipped },
});

test("a run ends with the sums over all runners in one plain line", () => {
  const { text, code } = closing([counted("a", 3, 0, 0), counted("b", 4, 0, 1)], 1.25, false);
  expect(text.split("\n").at(-1)).toBe("7 passed, 0 failed, 1 skipped");
  expect(code).toBe(0);
});

test("what failed is named and ends with 1; so does in CI what was skipped, of which root's tests are no part", () => {
  const failed = closing([counted("a", 3, 1, 0), counted("b", 4, 0, 0)], 1, false);
  expect(failed).toMatchObject({ code: 1, text: expect.stringMatching(/^failed: a\n/) as string });
  const skipped = closing([counted("a", 3, 0, 1)], 1, true);
  expect(skipped).toMatchObject({ code: 1, text: expect.stringContaining("not done in CI") as string });
  expect(closing([withoutRoot("e2e", true)], 1, true).text).toMatch(
    /^failed: e2e\n.*\n0 passed, 1 failed, 0 skipped$/,
  );
  expect(closing([withoutRoot("e2e", false)], 1, false).code).toBe(0);
});
