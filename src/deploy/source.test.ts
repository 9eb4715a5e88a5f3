import { describe, expect, it } from "vitest";
import { judgeSource, sayCommit, type Checkout, type Claims } from "./source.ts";

const HEAD = "c".repeat(40);
const claims: Claims = { edits: [] };
const git = (rest: Partial<Extract<Checkout, { kind: "git" }>> = {}): Checkout => ({
  kind: "git",
  commit: HEAD,
  folder: "instances/demo/",
  dirty: [],
  tip: { kind: "at" },
  ...rest,
});
const elsewhere = { kind: "elsewhere", branch: "origin/main", commit: "d".repeat(40) } as const;
const lock = "instances/demo/images.lock.json";

describe("what a laptop may deploy", () => {
  it.each<[string, Checkout, Partial<Claims>, string | null]>([
    ["a clean tree at the tip", git(), {}, null],
    ["a clean tree without a remote", git({ tip: { kind: "none" } }), {}, null],
    ["what lies in no repository", { kind: "none" }, {}, "not in git"],
    ["a dirty tree, for a reason", git({ dirty: [lock] }), { unreviewed: "outage\n 7" }, "outage 7"],
    ["another commit, for a reason", git({ tip: elsewhere }), { unreviewed: "outage" }, "outage"],
    [
      "the edit of deploy.sh itself",
      git({ dirty: [lock] }),
      { editedBy: "upgrade", edits: ["images.lock.json"] },
      "deploy.sh upgrade",
    ],
    ["deploy.sh without an edit", git(), { editedBy: "install", edits: ["images.lock.json"] }, null],
  ])("%s", (_, checkout, more, unreviewed) => {
    const result = judgeSource(checkout, { ...claims, ...more });
    const commit = checkout.kind === "git" ? HEAD : null;
    expect(result).toMatchObject({ ok: true, source: { commit, unreviewed } });
  });

  it("names what deploy.sh left to commit", () => {
    const edited = { ...claims, editedBy: "rollback", edits: ["inventory.yml", "images.lock.json"] };
    expect(judgeSource(git({ dirty: [lock] }), edited)).toMatchObject({ edited: [lock], deployed: [lock] });
  });

  it("names everything of the tenant that is deployed for a reason and not committed", () => {
    const inventory = "instances/demo/inventory.yml";
    const dirty = [inventory, lock, "scripts/demo/images.lock.json", "src/demo.ts"];
    const upgrade = { editedBy: "upgrade", edits: ["images.lock.json"], unreviewed: "outage" };
    expect(judgeSource(git({ dirty }), upgrade)).toMatchObject({
      edited: [lock],
      deployed: [inventory, lock],
    });
    expect(judgeSource(git({ dirty }), { edits: [], unreviewed: "outage" })).toMatchObject({
      edited: [],
      deployed: [inventory, lock],
    });
  });
});

describe("what a laptop may not deploy", () => {
  const edited = { editedBy: "upgrade", edits: ["images.lock.json"] };
  it.each<[string, Checkout, Partial<Claims>, string]>([
    ["a dirty tree", git({ dirty: [lock] }), {}, `${lock} is not as committed`],
    ["another tenant's edit", git({ dirty: ["acme/images.lock.json"] }), edited, "acme/images.lock.json is"],
    ["an edit beside the lock", git({ dirty: [lock, "a", "b"] }), edited, "a and 1 other file are"],
    ["another commit", git({ tip: elsewhere }), {}, "at cccccccccc and origin/main at dddddddddd; pull"],
    ["another commit with deploy.sh's edit", git({ dirty: [lock], tip: elsewhere }), edited, "; pull"],
    [
      "what the remote does not say",
      git({ tip: { kind: "unknown", remote: "origin", cause: "timeout" } }),
      {},
      "the remote origin does not say where its branch is (timeout)",
    ],
    ["what git cannot read", { kind: "trouble", cause: "dubious ownership" }, {}, "dubious ownership"],
  ])("%s", (_, checkout, more, words) => {
    const result = judgeSource(checkout, { ...claims, ...more });
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(words) as string });
    expect(result).toMatchObject({ message: expect.stringContaining("--unreviewed REASON") as string });
  });
});

it("names deploy.sh's edits where it refuses them too", () => {
  const edited = { ...claims, editedBy: "upgrade", edits: ["images.lock.json"] };
  const result = judgeSource(git({ dirty: [lock], tip: elsewhere }), edited);
  expect(result).toMatchObject({ ok: false, edited: [lock] });
});

it("writes a command that a shell takes as it is meant", () => {
  expect(sayCommit("/a b", ["i/demo/x.json"], "Roll demo's files")).toBe(
    "git -C '/a b' add -f -- ':/i/demo/x.json' && git -C '/a b' commit -m 'Roll demo'\\''s files' -- ':/i/demo/x.json'",
  );
  expect(sayCommit("/a", [], "nothing")).toBeUndefined();
});
