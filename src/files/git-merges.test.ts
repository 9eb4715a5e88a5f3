import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readMerges } from "./git-merges.ts";

const folder = mkdtempSync(join(tmpdir(), "oml-merges-"));

function git(...args: readonly string[]): string {
  const settings = ["user.name=Test", "user.email=test@example.com"].flatMap((each) => ["-c", each]);
  return execFileSync("git", ["-C", folder, ...settings, ...args], { encoding: "utf8" }).trim();
}

function commit(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  git("add", "-A");
  git("commit", "-q", "--allow-empty", "-m", "Change\n\n/it");
  return git("rev-parse", "HEAD");
}

let [first, merge, empty, tip] = ["", "", "", ""];

beforeAll(() => {
  git("init", "-q", "-b", "main");
  first = commit({ "acme/inventory.yml": "1\n", "demo/inventory.yml": "1\n" });
  git("switch", "-q", "-c", "proposal");
  commit({ "acme/inventory.yml": "2\n" });
  commit({ "demo/inventory.yml": "2\n", "demo/\nodd": "1\n" });
  git("switch", "-q", "main");
  empty = commit({});
  git("merge", "-q", "--no-ff", "-m", "Merge", "proposal");
  merge = git("rev-parse", "HEAD");
  tip = commit({ "\nodd": "" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a merge is one commit with all that it brought, newest first", () => {
  const brought = ["acme/inventory.yml", "demo/\nodd", "demo/inventory.yml"];
  expect(readMerges(folder, first, tip)).toEqual([
    { commit: tip, files: ["\nodd"] },
    { commit: merge, files: brought },
    { commit: empty, files: [] },
  ]);
});

test("without a base they go back to the first commit", () => {
  expect(readMerges(folder, null, tip)?.at(-1)).toEqual({
    commit: first,
    files: ["acme/inventory.yml", "demo/inventory.yml"],
  });
});

test.each(["0".repeat(40), "--help"])("of a base that is none git cannot tell: %s", (base) => {
  expect(readMerges(folder, base, tip)).toBeNull();
});
