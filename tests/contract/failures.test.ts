/** `docs/failures.md` holds each failure once, and names only tests that there are. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./examples.ts";

const PAGE = readFileSync(join(ROOT, "docs/failures.md"), "utf8");
const FAILURES = 47;

/** Whether a file has a test of that title: `test("title"` and its kin, or Python's `def title(`. */
function hasTest(file: string, title: string): boolean {
  const text = readFileSync(join(ROOT, file), "utf8");
  if (file.endsWith(".py")) return text.includes(`\ndef ${title}(`);
  return text.replaceAll(/\(\s+/g, "(").includes(`("${title}",`);
}

/** What stands below each number. */
const failures = PAGE.split(/^(?=\d+\. )/m)
  .slice(1)
  .map((text) => ({ number: parseInt(text), text: text.replace(/^## [^]*/m, "") }));

test("each failure is there once, with a test or with why there is none", () => {
  expect(failures.map(({ number }) => number)).toEqual(Array.from({ length: FAILURES }, (_, at) => at + 1));
  for (const { text } of failures)
    expect(text).toMatch(/^\d+\. \*\*.+\.\*\* .+\n( {4}- (`\S+`: .+|Not made here: .+)\n)+\s*$/);
});

test("every file is there, and each has a test of that title", () => {
  for (const [, file = ""] of PAGE.matchAll(/`((?:bench|playbooks|soak|src|tests)\/[^`]+)`/g))
    expect(existsSync(join(ROOT, file)), file).toBe(true);
  const named = [...PAGE.matchAll(/^ {4}- `(.+?)`: (.+)$/gm)].map(([, file = "", title = ""]) => ({
    file,
    title,
  }));
  expect(named.filter(({ file, title }) => !hasTest(file, title))).toEqual([]);
  expect(named.length).toBeGreaterThan(FAILURES);
});
