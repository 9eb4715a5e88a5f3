/** What an action declares, what it reads and what its page says are one thing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { INPUTS, OUTPUTS } from "../../actions/validate-inventory/src/inputs.ts";
import { actionMistakes } from "./github-parser.ts";

const folder = join(import.meta.dirname, "..", "..", "actions", "validate-inventory");
const page = readFileSync(join(folder, "README.md"), "utf8");
const text = readFileSync(join(folder, "action.yml"), "utf8");
const metadata = z
  .strictObject({
    name: z.string(),
    description: z.string(),
    inputs: z.record(
      z.string(),
      z.strictObject({ description: z.string(), required: z.boolean(), default: z.string() }),
    ),
    outputs: z.record(z.string(), z.strictObject({ description: z.string() })),
    runs: z.strictObject({ using: z.string(), main: z.string() }),
  })
  .parse(parse(text));

/** The rows of the table under a heading, as their cells. */
function table(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = page.split(`## ${heading}\n`);
  const [body = ""] = section.split("\n## ");
  const lines = body.split("\n").filter((line) => line.startsWith("| `"));
  return lines.map((line) => line.slice(2, -2).split(" | "));
}

test("GitHub's own parser finds nothing wrong", () => {
  expect(actionMistakes("action.yml", text)).toEqual([]);
  expect(actionMistakes("action.yml", text.replace("using:", "usnig:"))).not.toEqual([]);
});

test("the keys stand in one order, and node is the runner's present one", () => {
  expect(Object.keys(metadata)).toEqual(["name", "description", "inputs", "outputs", "runs"]);
  expect(metadata.runs).toEqual({ using: "node24", main: "dist/index.js" });
});

test("inputs are those the code reads, in kebab-case, each optional with its default", () => {
  const declared = Object.entries(metadata.inputs).map(([name, input]) => [name, { ...input }]);
  const read = Object.entries(INPUTS).map(([name, input]) => [name, { ...input, required: false }]);
  expect(declared).toEqual(read);
  expect(Object.keys(INPUTS).filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});

test("outputs are those the code sets", () => {
  const declared = Object.entries(metadata.outputs).map(([name, { description }]) => [name, description]);
  expect(declared).toEqual(Object.entries(OUTPUTS));
});

test("the page's tables say the same", () => {
  const inputs = Object.entries(INPUTS).map(([name, input]) => [
    `\`${name}\``,
    input.description,
    input.default === "" ? "none" : `\`${input.default}\``,
  ]);
  expect(table("Inputs")).toEqual(inputs);
  expect(table("Outputs")).toEqual(Object.entries(OUTPUTS).map(([name, text]) => [`\`${name}\``, text]));
});
