import { expect, test } from "vitest";
import { applyIgnores } from "./ignores.ts";
import type { Problem, Severity } from "../problem.ts";
import { clearSecret } from "../rules/secrets.ts";
import { report } from "../rules/rule.ts";

const FILE = "instances/acme/inventory.yml";

/** What is left of a problem on line 2, where a comment stands behind it. */
function left(comment: string, severity: Severity = "warning", line = 2): readonly string[] {
  const text = `all:\n  ami_password: x  ${comment}\n`;
  const place = { file: FILE, path: "ami_password", line, column: 1, endLine: line, endColumn: 3 };
  const problem: Problem = report(clearSecret, "clear", place, { name: "ami_password" }, severity);
  const problems = applyIgnores([problem], [{ path: FILE, text }], new Set(["OML0301", "OML0418"]));
  return problems.map((each) => `${each.code} ${each.severity}`);
}

test("an ignore silences the warning of its line", () => {
  expect(left("")).toEqual(["OML0301 warning"]);
  expect(left("# oml-ignore OML0301 a lab's password")).toEqual([]);
  expect(left("#oml-ignore  OML0301  a lab's password\r")).toEqual([]);
});

test.each([
  ["of an error", "# oml-ignore OML0301 a lab's", "error", ["OML0301 error", "OML0802 warning"]],
  ["of another code", "# oml-ignore OML0418 not here", "warning", ["OML0301 warning", "OML0801 warning"]],
  ["without a reason", "# oml-ignore OML0301", "warning", ["OML0301 warning", "OML0803 warning"]],
  ["without a code", "# oml-ignore because", "warning", ["OML0301 warning", "OML0803 warning"]],
  ["of no rule", "# oml-ignore OML9999 because", "warning", ["OML0301 warning", "OML0803 warning"]],
  ["of a longer code", "# oml-ignore OML03011 because", "warning", ["OML0301 warning", "OML0803 warning"]],
  ["that is no comment", "x#oml-ignore OML0301 because", "warning", ["OML0301 warning"]],
] as const)("an ignore %s silences nothing", (_, comment, severity, expected) => {
  expect(left(comment, severity)).toEqual(expected);
});

test("an ignore on another line silences nothing", () => {
  expect(left("# oml-ignore OML0301 a lab's", "warning", 1)).toEqual(["OML0301 warning", "OML0801 warning"]);
});

test("a line may have several, each for a warning of its own", () => {
  expect(left("# oml-ignore OML0418 of a lab # oml-ignore OML0301 a lab's")).toEqual(["OML0801 warning"]);
  const text = "TZ: x  # oml-ignore OML0418 a # 1  # oml-ignore OML0301 b\n";
  const problems = applyIgnores([], [{ path: FILE, text }], new Set(["OML0301", "OML0418"]));
  expect(problems.map(({ column, endColumn }) => [column, endColumn])).toEqual([
    [8, 34],
    [36, 58],
  ]);
});

test("the problem of a comment points at it", () => {
  const text = "TZ: x  # oml-ignore OML0301 long repaired  \n";
  const [problem] = applyIgnores([], [{ path: FILE, text }], new Set(["OML0301"]));
  expect(problem).toMatchObject({ code: "OML0801", line: 1, column: 8, endLine: 1, endColumn: 42 });
});
