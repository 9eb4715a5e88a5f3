import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBetween, isAncestor, lastChangeOf, readHistory, readSince, readTip } from "./git-branch.ts";

const root = mkdtempSync(join(tmpdir(), "oml-branch-"));
const origin = join(root, "origin");
const clone = join(root, "clone");
const commits: string[] = [];

function git(directory: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  return execFileSync("git", ["-C", directory, ...identity, ...args], {
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

function commit(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(origin, name, ".."), { recursive: true });
    writeFileSync(join(origin, name), text);
  }
  git(origin, "add", "-A");
  git(origin, "commit", "-qm", "Change");
  commits.push(git(origin, "rev-parse", "HEAD"));
}

const branch = () => ({ directory: clone, remote: "origin", branch: "main", timeout: 10_000 });

beforeAll(() => {
  mkdirSync(origin);
  git(origin, "init", "-qb", "main");
  commit({ "instances/acme/inventory.yml": "a: 1\n", "src/one.ts": "1\n" });
  git(root, "clone", "-q", origin, clone);
  commit({ "instances/demo/inventory.yml": "a: 2\n" });
  renameSync(join(origin, "instances", "acme"), join(origin, "instances", "añil\nbeta"));
  commit({});
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the tip of a branch", () => {
  test("is what the remote says now, and changes nothing of the checkout", async () => {
    expect(await readTip(branch())).toEqual({ ok: true, commit: commits[2] });
    expect(git(clone, "for-each-ref")).not.toContain(commits[2]);
  });

  test.each([
    [{ branch: "none" }, "origin has no branch none."],
    [{ remote: "nowhere" }, /^git cannot read main of nowhere: .+[^.]\.$/],
    [{ directory: join(root, "nothing") }, /^git cannot read main of origin: .+\.$/],
  ])("is not known where %j", async (change, message) => {
    const result = await readTip({ ...branch(), ...change });
    expect(result).toMatchObject({ ok: false, message: expect.stringMatching(message) as unknown });
  });
});

describe("what lies between two commits", () => {
  beforeAll(() => git(clone, "fetch", "-q", "origin"));

  test("is known of both directions", () => {
    expect(isAncestor(clone, commits[0] ?? "", commits[2] ?? "")).toBe(true);
    expect(isAncestor(clone, commits[2] ?? "", commits[0] ?? "")).toBe(false);
  });

  test("is every path, both of a renamed one, as bytes say it", () => {
    expect(filesBetween(clone, commits[0] ?? "", commits[2] ?? "")).toEqual([
      "instances/acme/inventory.yml",
      "instances/añil\nbeta/inventory.yml",
      "instances/demo/inventory.yml",
    ]);
  });

  test("is unknown where a commit is", () => {
    const unknown = "1".repeat(40);
    expect(filesBetween(clone, unknown, commits[2] ?? "")).toBeNull();
    expect(isAncestor(clone, unknown, commits[2] ?? "")).toBeNull();
    expect(isAncestor(clone, "--help", commits[2] ?? "")).toBeNull();
    expect(readSince(clone, unknown, commits[2] ?? "")).toEqual({
      commit: unknown,
      isAncestor: null,
      files: null,
    });
    expect(readSince(clone, null, commits[2] ?? "").commit).toBeNull();
  });

  test("is asked for the last success and for each commit of the records once", () => {
    const [first = "", second = "", tip = ""] = commits;
    const records = [{ commit: second }, { commit: first }, { commit: second }];
    const { since, sinceRecord } = readHistory(clone, first, records, tip);
    expect(since).toMatchObject({ commit: first, isAncestor: true, files: { length: 3 } });
    expect([...sinceRecord.keys()]).toEqual([second, first]);
    expect(sinceRecord.get(second)?.files).toHaveLength(2);
  });

  test("names the last change of some paths", () => {
    expect(lastChangeOf(clone, commits[2] ?? "", ["src", "playbooks"])).toBe(commits[0]);
    expect(lastChangeOf(clone, commits[2] ?? "", ["nothing"])).toBeNull();
  });
});
