/** The rule that takes out what act does not know, and act's own word on each key. */
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { workflowMistakes } from "../contract/github-parser.ts";
import { actDialect } from "./dialect.ts";
import { findAct } from "./run.ts";

const root = join(import.meta.dirname, "..", "..");
const PLAIN = `on:
  schedule:
    - cron: "*/30 * * * *"
      timezone: Etc/UTC # act passes over it
permissions: {}
concurrency:
  group: deploy
jobs:
  plan:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
    concurrency:
      group: plan
    environment:
      name: fleet
    steps:
      - run: "true" # kept
`;
const UNKNOWN: readonly (readonly [path: string, from: string, to: string])[] = [
  ["permissions.artifact-metadata", "permissions: {}\n", "permissions:\n  artifact-metadata: read\n"],
  ["concurrency.queue", "  group: deploy\n", "  group: deploy\n  queue: max\n"],
  ["jobs.plan.permissions.artifact-metadata", "contents: read", "artifact-metadata: read"],
  ["jobs.plan.concurrency.queue", "      group: plan\n", "      group: plan\n      queue: max\n"],
  ["jobs.plan.environment.deployment", "      name: fleet\n", "      name: fleet\n      deployment: false\n"],
];
let act = "";

beforeAll(async () => {
  act = await findAct();
});

/** Whether act takes a workflow at all. */
function accepts(text: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), "oml-dialect-"));
  writeFileSync(join(folder, "workflow.yml"), text);
  const argv = ["--validate", "--workflows", join(folder, "workflow.yml"), "--directory", folder];
  const env = { PATH: "/usr/bin:/bin", HOME: folder, ACT_DISABLE_VERSION_CHECK: "1" };
  const ended = spawnSync(act, argv, { encoding: "utf8", env });
  rmSync(folder, { recursive: true });
  return ended.status === 0;
}

describe.each(UNKNOWN)("%s", (path, from, to) => {
  const text = PLAIN.replace(from, to);

  test("is known to GitHub and not to act", () => {
    expect(workflowMistakes("workflow.yml", text)).toEqual([]);
    expect(accepts(text)).toBe(false);
  });

  test("is taken out, named, and nothing else with it", () => {
    const { text: shown, removed } = actDialect(text);
    expect(removed).toEqual([path]);
    expect(accepts(shown)).toBe(true);
    const plain = parse(text.replace(/^ *(queue|deployment|artifact-metadata):.*\n/gm, "")) as object;
    expect(JSON.stringify(parse(shown)).replaceAll("{}", "null")).toBe(
      JSON.stringify(plain).replaceAll("{}", "null"),
    );
  });
});

test("a workflow that act knows is left as it is, to the byte", () => {
  expect(actDialect(PLAIN)).toEqual({ text: PLAIN, removed: [] });
  expect(accepts(PLAIN)).toBe(true);
});

test("all of them at once", () => {
  const text = UNKNOWN.reduce((all, [, from, to]) => all.replace(from, to), PLAIN);
  expect(actDialect(text).removed.toSorted()).toEqual(UNKNOWN.map(([path]) => path).toSorted());
});

test.each(globSync(".github/workflows/*.yml", { cwd: root }))("act takes its copy of %s", (file) => {
  expect(accepts(actDialect(readFileSync(join(root, file), "utf8")).text)).toBe(true);
});
