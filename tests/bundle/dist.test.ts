/** What is in a committed bundle beside its code. `npm run build -- --check` compares the code itself. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const packages = ["@actions/core", "@actions/http-client", "undici", "yaml", "zod"];
const actions = [
  { name: "freshness", megabytes: 1.2, more: ["@octokit/core"] },
  { name: "validate-inventory", megabytes: 1.2, more: ["@octokit/core"] },
  { name: "backup", megabytes: 2, more: ["@actions/exec", "@octokit/core"] },
  { name: "restore", megabytes: 2, more: ["@actions/exec", "@octokit/core"] },
  { name: "deploy", megabytes: 3, more: ["@actions/exec"] },
];

describe.each(actions)("$name", ({ name, megabytes, more }) => {
  const dist = join(root, "actions", name, "dist");
  const names = readdirSync(dist);
  const textOf = (file: string): string => readFileSync(join(dist, file), "utf8");

  test("the licence of every package in it", () => {
    for (const each of [...packages, ...more])
      expect(textOf("licenses.txt")).toMatch(new RegExp(`^${each}\n(MIT|ISC|BSD-3-Clause)\n`, "m"));
  });

  test("Node takes it for a module", () => {
    expect(JSON.parse(textOf("package.json"))).toEqual({ type: "module" });
  });

  test("no path of the machine that built it", () => {
    for (const file of names) expect(textOf(file)).not.toContain(root);
  });

  test("it is small: a runner reads it at every start, the render bundle apart", () => {
    const read = names.filter((file) => file !== "render.js");
    const bytes = read.reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);
    expect(bytes).toBeLessThan(megabytes * 1024 * 1024);
  });
});
