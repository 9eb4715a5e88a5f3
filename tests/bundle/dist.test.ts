/** What is in a committed bundle beside its code. `npm run build -- --check` compares the code itself. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const dist = join(root, "actions", "validate-inventory", "dist");
const names = readdirSync(dist);
const textOf = (name: string): string => readFileSync(join(dist, name), "utf8");

test("the licence of every package in it", () => {
  const packages = ["@actions/core", "@actions/http-client", "@octokit/core", "undici", "yaml", "zod"];
  for (const name of packages)
    expect(textOf("licenses.txt")).toMatch(new RegExp(`^${name}\n(MIT|ISC)\n`, "m"));
});

test("Node takes it for a module", () => {
  expect(JSON.parse(textOf("package.json"))).toEqual({ type: "module" });
});

test("no path of the machine that built it", () => {
  for (const name of names) expect(textOf(name)).not.toContain(root);
});

test("it is small: a runner reads all of it at every start, the render bundle apart", () => {
  const read = names.filter((name) => name !== "render.js");
  const bytes = read.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
  expect(bytes).toBeLessThan(1.2 * 1024 * 1024);
});
