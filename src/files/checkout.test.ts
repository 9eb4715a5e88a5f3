import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { checkedOut, readCheckout, relationOf } from "./checkout.ts";
import { runGit } from "./git.ts";

const base = mkdtempSync(join(tmpdir(), "oml-checkout-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let count = 0;
let fleet = "";
let remote = "";

function git(folder: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  const end = runGit(folder, [...who, ...args]);
  if (end?.status !== 0) throw new Error(`git ${args.join(" ")}: ${end?.stderr ?? ""}`);
  return end.stdout.trim();
}

function put(name: string, text: string): void {
  mkdirSync(join(fleet, name, ".."), { recursive: true });
  writeFileSync(join(fleet, name), text);
}

function commit(message: string): string {
  git(fleet, "add", "-A");
  git(fleet, "commit", "-q", "-m", message);
  return git(fleet, "rev-parse", "HEAD");
}

/** A fleet's repository with a tenant, pushed to a remote. */
beforeEach(() => {
  count += 1;
  fleet = join(base, `fleet-${String(count)}`);
  remote = join(base, `remote-${String(count)}`);
  for (const folder of [fleet, remote]) mkdirSync(folder);
  git(remote, "init", "-q", "--bare", "-b", "main");
  git(fleet, "init", "-q", "-b", "main");
  put("instances/demo/inventory.yml", "all: {}\n");
  put("instances/acme/inventory.yml", "all: {}\n");
  put("playbooks/deploy.yml", "---\n");
  commit("One");
  git(fleet, "remote", "add", "origin", remote);
  git(fleet, "push", "-q", "-u", "origin", "main");
});

const read = () => readCheckout({ instances: join(fleet, "instances"), tenant: "demo", root: fleet });

describe("a checkout", () => {
  it("that is clean and at the remote's tip", () => {
    expect(read()).toEqual({
      kind: "git",
      commit: checkedOut(fleet),
      folder: "instances/demo/",
      dirty: [],
      tip: { kind: "at" },
    });
  });

  it("with edits of the tenant, of the policy and of the toolkit; another tenant's do not count", () => {
    put("instances/demo/images.lock.json", "{}");
    put("instances/fleet.yml", "x: 1\n");
    put("playbooks/deploy.yml", "--- # changed\n");
    put("instances/acme/inventory.yml", "all: {x: 1}\n");
    expect(read()).toMatchObject({
      dirty: ["instances/demo/images.lock.json", "instances/fleet.yml", "playbooks/deploy.yml"],
    });
  });

  it("whose tenant git ignores", () => {
    put(".gitignore", "instances/new\n");
    put("instances/new/inventory.yml", "all: {}\n");
    commit("Ignore");
    const found = readCheckout({ instances: join(fleet, "instances"), tenant: "new", root: fleet });
    expect(found).toMatchObject({ dirty: ["instances/new/inventory.yml"] });
  });

  it("with files that git ignores and a deploy reads; others do not count", () => {
    const files = ["cert.pem", "images.lock.json", "key.pem", "known_hosts", "tenant.yml"];
    put(".gitignore", "*.pem\n*.json\nknown_hosts\ntenant.yml\n*.swp\n");
    commit("Ignore");
    for (const name of [...files, ".inventory.yml.swp"]) put(`instances/demo/${name}`, "x\n");
    expect(read()).toMatchObject({ dirty: files.map((name) => `instances/demo/${name}`) });
  });

  it("with a commit that was not pushed, and one on a branch of its own", () => {
    const tip = checkedOut(fleet);
    put("instances/demo/inventory.yml", "all: {x: 1}\n");
    commit("Two");
    expect(read()).toMatchObject({
      dirty: [],
      tip: { kind: "elsewhere", branch: "origin/main", commit: tip },
    });
    git(fleet, "switch", "-q", "-c", "fix");
    git(fleet, "push", "-q", "-u", "origin", "fix");
    expect(read()).toMatchObject({ tip: { kind: "elsewhere", branch: "origin/main" } });
  });

  it("whose remote does not answer, is gone, or never was", () => {
    rmSync(remote, { recursive: true });
    expect(read()).toMatchObject({ tip: { kind: "unknown", remote: "origin" } });
    git(fleet, "remote", "remove", "origin");
    expect(read()).toMatchObject({ tip: { kind: "none" } });
  });

  it("that is none", () => {
    rmSync(join(fleet, ".git"), { recursive: true });
    expect(read()).toEqual({ kind: "none" });
    expect(checkedOut(fleet)).toBeNull();
  });
});

it("tells older commits, newer ones, and those git does not know", () => {
  const one = git(fleet, "rev-parse", "HEAD");
  put("instances/demo/inventory.yml", "all: {x: 1}\n");
  const two = commit("Two");
  expect(relationOf(fleet, one, two)).toBe("older");
  expect(relationOf(fleet, two, one)).toBe("not-older");
  expect(relationOf(fleet, two, two)).toBe("not-older");
  expect(relationOf(fleet, two, "f".repeat(40))).toBe("unknown");
  expect(relationOf(fleet, two, "--help")).toBe("unknown");
  expect(relationOf(fleet, null, two)).toBe("unknown");
});
