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

/** What is counted of tests that need root where nobody is: skipped, and in CI a failure. */
export function withoutRoot(name: string, isCi: boolean): Count {
  return { name, passed: 0, failed: isCi ? 1 : 0, skipped: isCi ? 0 : 1 };
}

/** What a whole run says at its end, the sums in its last line, and its exit code. In CI nothing may be skipped. */
export function closing(
  counts: readonly Count[],
  minutes: number,
  isCi: boolean,
): { readonly text: string; readonly code: 0 | 1 } {
  const sum = (key: "passed" | "failed" | "skipped"): number =>
    counts.reduce((total, count) => total + count[key], 0);
  const failed = counts.filter((count) => count.failed > 0).map(({ name }) => name);
  const isCut = isCi && sum("skipped") > 0;
  const lines = [
    ...(failed.length > 0 ? [`failed: ${failed.join(", ")}`] : []),
    ...(isCut ? ["failed: tests were skipped, which is not done in CI"] : []),
    `took ${minutes.toFixed(1)} minutes`,
    `${String(sum("passed"))} passed, ${String(sum("failed"))} failed, ${String(sum("skipped"))} skipped`,
  ];
  return { text: lines.join("\n"), code: failed.length > 0 || isCut ? 1 : 0 };
}
