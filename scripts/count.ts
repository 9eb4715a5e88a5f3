import { existsSync, readFileSync } from "node:fs";

/** What one check or one runner of tests counted. */
export interface Count {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * The counts in a JUnit file, from its first element that has any: vitest writes them on `<testsuites>`, pytest on
 * the `<testsuite>` below it. A runner that left no counts, or failed without a failed test, counts as one failure.
 */
export function readReport(name: string, file: string, ok: boolean): Count {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const totals = /<testsuites? [^>]*\btests="[^>]*>/.exec(text)?.[0] ?? "";
  const number = (key: string): number => Number(new RegExp(` ${key}="(\\d+)"`).exec(totals)?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  const skipped = text.split("<skipped").length - 1;
  const tests = number("tests");
  if (tests === 0 || (!ok && failed === 0)) return { name, passed: 0, failed: 1, skipped: 0 };
  return { name, passed: tests - failed - skipped, failed, skipped };
}
