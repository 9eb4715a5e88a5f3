import { expect, test } from "vitest";
import { formatProblem } from "./problem.ts";

const problem = {
  file: "instances/demo/inventory.yml",
  line: 12,
  column: 5,
  path: "all.vars.TZ",
  message: "is missing",
  remedy: "Add TZ",
  severity: "error",
} as const;

test("a problem is one line an editor can jump to", () => {
  expect(formatProblem(problem)).toBe(
    "instances/demo/inventory.yml:12:5: error: all.vars.TZ: is missing. Add TZ.",
  );
});

test("with its code where it has one, and without a path where it is the file's", () => {
  expect(formatProblem({ ...problem, path: "", code: "OML001", severity: "warning" })).toBe(
    "instances/demo/inventory.yml:12:5: warning [OML001]: is missing. Add TZ.",
  );
});
