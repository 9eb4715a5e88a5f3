import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { catalogue } from "../components/catalogue.ts";
import { member } from "../inventory/fleet/fleet-testing.ts";
import type { Changes } from "../inventory/testing.ts";
import { aTenant } from "../inventory/testing.ts";
import { formatLock } from "../lock/lock.ts";
import { digestOf } from "../plan/testing.ts";
import { digestsFor } from "../release/testing.ts";
import { planFleet, type PlanCase } from "./plan-fleet.ts";
import { renderInChild } from "./render-child.ts";
import { ROOT } from "./root.ts";
import { RENDER_BUNDLE } from "./toolkit-change.ts";

let top = "";
let temp = "";
const git = (...args: readonly string[]): string => {
  const identity = ["-c", "user.name=fleet", "-c", "user.email=fleet@example.com"];
  return execFileSync("git", ["-C", top, ...identity, ...args], { encoding: "utf8", stdio: "pipe" }).trim();
};
const commit = (subject: string): string => {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "-m", subject);
  return git("rev-parse", "HEAD");
};

/** Writes a tenant's folder, every image locked; nginx by a digest of its own. */
function write(number: 1 | 2, nginx: string, changes: Changes = {}): void {
  const { name, inventory, knownHosts } = member(number, changes);
  const folder = join(top, "instances", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "inventory.yml"), inventory.text);
  writeFileSync(join(folder, "known_hosts"), knownHosts?.text ?? "");
  const digests = new Map(digestsFor(aTenant())).set("docker.io/omnileads/nginx:latest", digestOf(nginx));
  const images = [...digests].map(([reference, digest]) => {
    const [image = "", tag = ""] = reference.split(":");
    return { image, tag, digest };
  });
  const own = (name: string) =>
    images.filter(({ image }) => image === catalogue.find((one) => one.name === name)?.image);
  const components = {
    nginx: own("nginx"),
    omnileads: images.filter(({ image }) => !image.endsWith("/nginx")),
  };
  writeFileSync(join(folder, "images.lock.json"), formatLock({ format: 1, components }));
}

function plan(order: Partial<PlanCase> = {}) {
  const result = planFleet({ directory: join(top, "instances"), now: new Date("2026-01-01"), ...order });
  if (!result.ok) throw new Error(result.message);
  return result.plan;
}
const classes = (order: Partial<PlanCase> = {}) =>
  Object.fromEntries(plan(order).tenants.map((tenant) => [tenant.tenant, tenant.class]));

beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), "oml-plan-test-"));
  top = join(temp, "fleet");
  mkdirSync(top);
  git("init", "--quiet", "--initial-branch=main");
  write(1, "a");
  write(2, "a");
  commit("Add two tenants");
});
afterEach(() => rmSync(temp, { recursive: true }));

describe("a plan of a repository", () => {
  test("of uncommitted work is against the last commit; unchanged tenants are only counted", () => {
    write(2, "b");
    expect(plan()).toMatchObject({
      base: { commit: git("rev-parse", "HEAD"), why: "the last commit, as the branch has none of its own" },
      tenants: [{ tenant: "demo", class: "upgrade", impacts: ["web"] }],
      same: 1,
    });
  });

  test("of a branch is against where it left the default one", () => {
    const left = git("rev-parse", "HEAD");
    git("checkout", "--quiet", "-b", "change");
    write(2, "b");
    commit("Upgrade nginx");
    git("checkout", "--quiet", "main");
    write(1, "c");
    commit("Upgrade another");
    git("checkout", "--quiet", "change");
    expect(plan().base).toEqual({ commit: left, why: "where the branch left main" });
    expect(classes()).toEqual({ demo: "upgrade" });
    expect(classes({ base: "main" })).toEqual({ acme: "rollback", demo: "upgrade" });
  });

  test("calls a revert a rollback, of images and of settings alike, and what comes again an upgrade", () => {
    const inventory = (SCA: number) => ({ vars: { SCA } });
    write(2, "b", inventory(7200));
    commit("Upgrade");
    write(2, "a");
    expect(classes()).toEqual({ demo: "rollback" });
    commit("Revert");
    write(2, "b", inventory(7200));
    expect(classes()).toEqual({ demo: "upgrade" });
    commit("Again");
    write(2, "b", inventory(3600));
    commit("Set");
    write(2, "b", inventory(7200));
    expect(classes()).toEqual({ demo: "rollback" });
  });

  test("tells new, removed, renamed and faulty tenants apart", () => {
    renameSync(join(top, "instances", "acme"), join(top, "instances", "emca"));
    writeFileSync(join(top, "instances", "demo", "inventory.yml"), "all: []\n");
    const { tenants, unreadable } = plan();
    expect(tenants.map(({ tenant, class: kind }) => [tenant, kind])).toEqual([
      ["acme", "removed"],
      ["emca", "install"],
    ]);
    expect(tenants[1]?.notes.join()).toContain("those of acme");
    expect(unreadable).toEqual(["demo"]);
  });

  test("of one tenant says that it is unchanged", () => {
    expect(classes({ only: "demo" })).toEqual({ demo: "unchanged" });
    expect(plan({ only: "nobody" }).tenants).toEqual([]);
  });

  test("says why there is none", () => {
    const result = planFleet({ directory: join(top, "instances"), base: "v0", now: new Date() });
    expect(result).toMatchObject({
      ok: false,
      message: expect.stringContaining("no commit 'v0'") as unknown,
    });
  });

  test("touches neither checkout nor index, and leaves nothing behind", () => {
    write(2, "b");
    const before = git("status", "--porcelain");
    process.env["RUNNER_TEMP"] = join(temp, "runner");
    mkdirSync(join(temp, "runner"));
    try {
      plan({ base: "HEAD" });
    } finally {
      delete process.env["RUNNER_TEMP"];
    }
    expect(git("status", "--porcelain")).toBe(before);
    expect(readdirSync(join(temp, "runner"))).toEqual([]);
  });
});

test("changes from before are planned from what the records say runs", () => {
  const first = git("rev-parse", "HEAD");
  const [{ from = "" } = { from: "" }] = plan({ only: "demo" }).tenants;
  write(2, "b");
  const second = commit("Upgrade nginx");
  write(2, "b", { vars: { SCA: 7200 } });
  const shared = {
    tenant: "demo",
    since: "2026-01-01T00:00:00Z",
    run: "https://github.example/1",
    reason: "3 calls",
  };
  const records = [
    { ...shared, outcome: "deployed", commit: first, release: from ?? "", finished: "2026-01-01T00:00:00Z" },
    { ...shared, outcome: "postponed", commit: second, release: "", finished: "2026-01-02T00:00:00Z" },
  ] as const;
  const { tenants, pending } = plan({ records });
  expect(tenants.find(({ tenant }) => tenant === "demo")?.class).toBe("reconfigure");
  expect(pending).toMatchObject([
    { tenant: "demo", outcome: "postponed", runs: first, plan: { class: "upgrade" } },
  ]);
});

describe("a change of the toolkit", () => {
  const bundle = () => join(top, RENDER_BUNDLE);
  const present = readFileSync(join(ROOT, RENDER_BUNDLE), "utf8");

  /** The base has this bundle, the work tree the present one. */
  function withBase(code: string): Partial<PlanCase> {
    cpSync(join(ROOT, "playbooks"), join(top, "playbooks"), { recursive: true });
    mkdirSync(join(bundle(), ".."), { recursive: true });
    writeFileSync(bundle(), code);
    commit("Add the toolkit");
    writeFileSync(bundle(), present);
    return { root: top };
  }

  test("that makes the same releases changes nothing", () => {
    const { toolkit, tenants } = plan(withBase(`${present}\n// an earlier one\n`));
    expect(toolkit).toEqual({ parts: ["the renderer"], ownCode: true });
    expect(tenants.map((tenant) => tenant.class)).toEqual(["unchanged", "unchanged"]);
  });

  test("is seen where it makes other units, and by the code of its time", () => {
    const { tenants } = plan(withBase(present.replace("RestartSec=2", "RestartSec=9")));
    expect(tenants.map((tenant) => tenant.class)).toEqual(["reconfigure", "reconfigure"]);
    const components = tenants[0]?.hosts.flatMap((host) => host.components) ?? [];
    expect(components.length).toBeGreaterThan(10);
    expect(components.every(({ unit, effect }) => unit && effect === "restart")).toBe(true);
    expect(tenants[0]?.impacts).toEqual(["calls", "data", "web"]);
  });

  test("whose base has no bundle is told of, not guessed", () => {
    const order = withBase("");
    git("rm", "--quiet", "--cached", RENDER_BUNDLE);
    git("commit", "--quiet", "--amend", "-m", "Add a toolkit without a bundle");
    expect(plan(order).toolkit).toEqual({ parts: ["the renderer"], ownCode: false });
  });

  test("of the roles prepares every host and restarts nothing", () => {
    const order = withBase(present);
    const role = join(top, "playbooks", "roles", "host", "tasks", "main.yml");
    writeFileSync(role, `${readFileSync(role, "utf8")}# more\n`);
    const { tenants, toolkit } = plan(order);
    expect(toolkit.parts).toEqual(["playbooks and the hosts' program"]);
    expect(tenants[0]).toMatchObject({ class: "reconfigure", impacts: ["none"] });
    expect(tenants[0]?.hosts.map(({ preparation }) => preparation)).toEqual([true, true]);
  });

  test("runs the base's code with an environment that holds nothing", () => {
    const script = join(temp, "bundle.mjs");
    writeFileSync(
      script,
      "const names = Object.fromEntries(Object.keys(process.env).map((name) => [name, null]));\nconsole.log(JSON.stringify({ format: 1, tenants: names }));\n",
    );
    const request = { instances: temp, root: temp, now: "2026-01-01T00:00:00Z" };
    expect(Object.keys(renderInChild(script, request)?.tenants ?? {}).sort()).toEqual([
      "LC_ALL",
      "PATH",
      "TZ",
    ]);
    writeFileSync(script, "console.log(JSON.stringify({ format: 2, tenants: {} }));\n");
    expect(renderInChild(script, request)).toBeUndefined();
    expect(renderInChild(join(temp, "none.mjs"), request)).toBeUndefined();
  });
});
