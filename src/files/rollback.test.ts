import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { sayDrop } from "../deploy/source.ts";
import { runGit } from "./git.ts";
import { rollBack } from "./rollback.ts";

const base = mkdtempSync(join(tmpdir(), "oml-rollback-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let count = 0;
let fleet = "";

function git(...args: readonly string[]): string {
  const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  const end = runGit(fleet, [...who, ...args]);
  if (end?.status !== 0) throw new Error(`git ${args.join(" ")}: ${end?.stderr ?? ""}`);
  return end.stdout.trim();
}

const path = (name: string): string => join(fleet, "instances", name);
const text = (name: string): string => readFileSync(path(name), "utf8");

function commit(message: string, files: Readonly<Record<string, string | null>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path(name), ".."), { recursive: true });
    if (content === null) rmSync(path(name));
    else writeFileSync(path(name), content);
  }
  git("add", "-A");
  git("commit", "-q", "-m", message);
  return git("rev-parse", "HEAD");
}

const roll = (to?: string) => rollBack(join(fleet, "instances"), "demo", to);

beforeEach(() => {
  count += 1;
  fleet = join(base, String(count));
  mkdirSync(fleet);
  git("init", "-q", "-b", "main");
  commit("One", {
    "demo/inventory.yml": "tag: one\n",
    "demo/images.lock.json": '{"format":1,"a":"1"}\n',
    "demo/known_hosts": "key one\n",
    "acme/inventory.yml": "tag: one\n",
  });
});

it("brings back the files of the release before, and nothing else", () => {
  const one = git("rev-parse", "HEAD");
  commit("Two, of two tenants", {
    "demo/inventory.yml": "tag: two\n",
    "demo/images.lock.json": '{"format":1,"a":"2"}\n',
    "demo/known_hosts": "key two\n",
    "demo/tenant.yml": "migration_timeout: 90\n",
    "acme/inventory.yml": "tag: two\n",
  });
  const changed = ["inventory.yml", "images.lock.json", "tenant.yml"];
  expect(roll()).toMatchObject({
    ok: true,
    to: { hash: one, words: expect.stringMatching(/One$/) as string },
    changed,
  });
  expect(text("demo/inventory.yml")).toBe("tag: one\n");
  expect(text("demo/images.lock.json")).toBe('{"format":1,"a":"1"}\n');
  expect(existsSync(path("demo/tenant.yml"))).toBe(false);
  expect(text("demo/known_hosts")).toBe("key two\n");
  expect(text("acme/inventory.yml")).toBe("tag: two\n");
  expect(readdirSync(path("demo")).sort()).toEqual(["images.lock.json", "inventory.yml", "known_hosts"]);
});

it("passes over commits that brought no other release", () => {
  const one = git("rev-parse", "HEAD");
  commit("Two", { "demo/inventory.yml": "tag: two\n" });
  commit("A comment", { "demo/inventory.yml": "# why\ntag: two\n" });
  commit("When, not what", { "demo/tenant.yml": "wave: 1\nvoice_changes: {when: window}\n" });
  commit("Another tenant", { "acme/inventory.yml": "tag: two\n" });
  expect(roll()).toMatchObject({ ok: true, to: { hash: one } });
});

it("takes a merge as one step", () => {
  const one = git("rev-parse", "HEAD");
  git("switch", "-q", "-c", "topic");
  commit("Half", { "demo/inventory.yml": "tag: half\n" });
  commit("Two", { "demo/inventory.yml": "tag: two\n" });
  git("switch", "-q", "main");
  git("merge", "-q", "--no-ff", "-m", "Merge", "topic");
  expect(roll()).toMatchObject({ ok: true, to: { hash: one } });
});

it("notices a rotated vault value, and goes to the commit that is named", () => {
  const vaulted = commit("Vault", {
    "demo/inventory.yml": "p: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  61\n",
  });
  commit("Rotate", { "demo/inventory.yml": "p: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  62\n" });
  commit("Three", { "demo/inventory.yml": "tag: three\n" });
  expect(roll(vaulted.slice(0, 12))).toMatchObject({ ok: true, to: { hash: vaulted } });
  git("commit", "-q", "-am", "Rolled back");
  commit("Rotate again", { "demo/inventory.yml": "p: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  63\n" });
  expect(roll()).toMatchObject({ ok: true, changed: ["inventory.yml"] });
  expect(text("demo/inventory.yml")).toContain("61");
});

it("does nothing where something is uncommitted, or there is no release before", () => {
  expect(roll()).toMatchObject({ ok: false, message: "git holds no release of demo before this one" });
  expect(roll("nowhere")).toMatchObject({
    ok: false,
    message: expect.stringContaining("'nowhere'") as string,
  });
  expect(roll("HEAD")).toMatchObject({ ok: false, message: expect.stringContaining("already") as string });
  writeFileSync(path("demo/inventory.yml"), "tag: edited\n");
  expect(roll()).toMatchObject({ ok: false, message: expect.stringContaining("not as committed") as string });
  expect(text("demo/inventory.yml")).toBe("tag: edited\n");
});

const typed = (command: string): number | null => spawnSync("sh", ["-c", command]).status;

it("names a command that drops all of what it found, staged and new", () => {
  writeFileSync(path("demo/inventory.yml"), "tag: edited\n");
  git("add", "-A");
  rmSync(path("demo/images.lock.json"));
  writeFileSync(path("demo/tenant.yml"), "wave: 1\n");
  const result = roll();
  expect(typed(result.ok ? "false" : (result.message.split("drop it: ")[1] ?? "false"))).toBe(0);
  expect(git("status", "--porcelain")).toBe("");
});

it("is dropped by the command that is named, files that the tip has not included", () => {
  commit("Two", { "demo/tenant.yml": "migration_timeout: 90\n" });
  commit("Three", { "demo/tenant.yml": null, "demo/cert.pem": "a certificate\n" });
  const result = roll();
  const changed = result.ok ? result.changed : [];
  expect(changed).toEqual(["tenant.yml", "cert.pem"]);
  git("add", "instances/demo/tenant.yml");
  const paths = changed.map((name) => `instances/demo/${name}`);
  expect(typed(sayDrop(join(fleet, "instances"), paths))).toBe(0);
  expect(git("status", "--porcelain")).toBe("");
});

it("drops a new file that git ignores", () => {
  writeFileSync(join(fleet, ".git/info/exclude"), "*.pem\n");
  writeFileSync(path("demo/cert.pem"), "a certificate\n");
  expect(typed(sayDrop(join(fleet, "instances"), ["instances/demo/cert.pem"]))).toBe(0);
  expect(existsSync(path("demo/cert.pem"))).toBe(false);
});
