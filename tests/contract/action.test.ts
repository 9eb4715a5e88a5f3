/** What an action declares, what it reads and what its page says are one thing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import * as backup from "../../actions/backup/src/inputs.ts";
import * as deploy from "../../actions/deploy/src/inputs.ts";
import * as freshness from "../../actions/freshness/src/inputs.ts";
import * as restore from "../../actions/restore/src/inputs.ts";
import * as validateInventory from "../../actions/validate-inventory/src/inputs.ts";
import { actionMistakes } from "./github-parser.ts";

const actions = [
  { name: "backup", table: backup, runs: { using: "node24", main: "dist/index.js", post: "dist/post.js" } },
  { name: "deploy", table: deploy, runs: { using: "node24", main: "dist/index.js", post: "dist/post.js" } },
  { name: "freshness", table: freshness, runs: { using: "node24", main: "dist/index.js" } },
  { name: "restore", table: restore, runs: { using: "node24", main: "dist/index.js", post: "dist/post.js" } },
  { name: "validate-inventory", table: validateInventory, runs: { using: "node24", main: "dist/index.js" } },
];
const metadataSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z.record(
    z.string(),
    z.strictObject({ description: z.string(), required: z.boolean(), default: z.string() }),
  ),
  outputs: z.record(z.string(), z.strictObject({ description: z.string() })),
  runs: z.strictObject({ using: z.string(), main: z.string(), post: z.string().optional() }),
});

describe.each(actions)("$name", ({ name, table: { INPUTS, OUTPUTS }, runs }) => {
  const folder = join(import.meta.dirname, "..", "..", "actions", name);
  const page = readFileSync(join(folder, "README.md"), "utf8");
  const text = readFileSync(join(folder, "action.yml"), "utf8");
  const metadata = metadataSchema.parse(parse(text));

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
    expect(metadata.runs).toEqual(runs);
  });

  test("inputs are those the code reads, in kebab-case, each optional with its default", () => {
    const declared = Object.entries(metadata.inputs).map(([input, spec]) => [input, { ...spec }]);
    const read = Object.entries(INPUTS).map(([input, spec]) => [input, { ...spec, required: false }]);
    expect(declared).toEqual(read);
    expect(Object.keys(INPUTS).filter((input) => !/^[a-z]+(-[a-z]+)*$/.test(input))).toEqual([]);
  });

  test("outputs are those the code sets", () => {
    const declared = Object.entries(metadata.outputs).map(([output, { description }]) => [
      output,
      description,
    ]);
    expect(declared).toEqual(Object.entries(OUTPUTS));
  });

  test("the page's tables say the same", () => {
    const inputs = Object.entries(INPUTS).map(([input, spec]) => [
      `\`${input}\``,
      spec.description,
      spec.default === "" ? "none" : `\`${spec.default}\``,
    ]);
    expect(table("Inputs")).toEqual(inputs);
    expect(table("Outputs")).toEqual(
      Object.entries(OUTPUTS).map(([output, words]) => [`\`${output}\``, words]),
    );
  });
});
