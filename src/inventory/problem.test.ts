import { expect, test } from "vitest";
import { formatProblem, inOrder } from "./problem.ts";
import { explain } from "./explain.ts";
import { report } from "./rules/rule.ts";
import { missingKey } from "./rules/variables.ts";

const place = {
  file: "instances/demo/inventory.yml",
  path: "all.vars.TZ",
  line: 12,
  column: 5,
  endLine: 12,
  endColumn: 7,
};
const problem = report(missingKey, "missing", place, { key: "TZ", form: "a zone", "form:es": "una zona" });

test("a problem is one line an editor can jump to", () => {
  expect(formatProblem(problem)).toBe(
    "instances/demo/inventory.yml:12:5: error [OML0106]: all.vars.TZ: is missing. Add TZ: a zone.",
  );
});

test("without a path where it is the file's", () => {
  expect(formatProblem({ ...problem, path: "", severity: "warning" })).toBe(
    "instances/demo/inventory.yml:12:5: warning [OML0106]: is missing. Add TZ: a zone.",
  );
});

test("is explained in both languages; in English where its rule is not known", () => {
  expect(explain(problem, "en")).toEqual({ message: "is missing", remedy: "Add TZ: a zone" });
  expect(explain(problem, "es")).toEqual({ message: "falta", remedy: "Agregue TZ: una zona" });
  const bare = { ...problem, variant: "nowhere" };
  expect(explain(bare, "es")).toEqual({ message: "is missing", remedy: "Add TZ: a zone" });
  expect(explain({ ...problem, code: "OML9999" }, "es")).toEqual({
    message: "is missing",
    remedy: "Add TZ: a zone",
  });
});

test("a path shows nothing that a terminal would obey", () => {
  const path = `all.vars.\u001b[31m\n${"x".repeat(500)}`;
  const told = formatProblem(
    report(missingKey, "missing", { ...place, path }, { key: "TZ", form: "a zone" }),
  );
  expect(told).toContain("all.vars.\ufffd[31m\ufffdxxx");
  expect(told.length).toBeLessThan(400);
});

test("a question ends as one", () => {
  expect(formatProblem({ ...problem, remedy: "Did you mean x?" })).toMatch(/x\?$/);
});

test("problems are in order file by file, top to bottom, then by code", () => {
  const at = (file: string, line: number, column: number, code = "OML0106") => ({
    ...problem,
    file,
    line,
    column,
    code,
  });
  const [b2, a1, b1, b1later, b1code] = [
    at("b", 2, 1),
    at("a", 1, 1),
    at("b", 1, 1),
    at("b", 1, 2),
    at("b", 1, 1, "OML0105"),
  ];
  expect(inOrder([b2, a1, b1later, b1, b1code])).toEqual([b1code, b1, b1later, b2, a1]);
});
