import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
let folder = "";

/** Each test has a fleet of its own: the two examples, under git. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "oml fleet-"));
  cpSync(join(ROOT, "instances"), path(), { recursive: true });
  git("init", "-q");
  commit();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (...names: readonly string[]) => join(folder, "instances", ...names);
const edit = (file: string, from: string | RegExp, to: string) =>
  writeFileSync(path(file), readFileSync(path(file), "utf8").replace(from, to));

function git(...args: readonly string[]) {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  const { status, stderr } = spawnSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

function commit() {
  git("add", "-A");
  git("commit", "-q", "-m", "x");
}

function oml(...args: readonly string[]) {
  const env = { PATH: process.env["PATH"], HOME: folder, RUNNER_TEMP: folder };
  const { status, stdout, stderr } = spawnSync(join(ROOT, "bin/oml"), args, {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
const validate = (...args: readonly string[]) => oml("validate", "--instances", "instances", ...args);
const files = (stdout: string): readonly string[] =>
  JSON.parse(stdout).problems.map(({ file }: { file: string }) => file);

describe("oml validate", { timeout: 60_000 }, () => {
  it("passes the examples", () => {
    const { status, stdout, stderr } = validate();
    expect(stderr).toBe("");
    expect(stdout).toMatch(/2 tenants read: 0 errors, \d+ warnings?\n$/);
    expect(status).toBe(0);
  });

  it("shows a problem on its line and ends with 1", () => {
    edit("demo/inventory.yml", "postgres_port: 5432", "postgres_port: 70000");
    const { status, stdout } = validate();
    expect(stdout).toMatch(
      /^instances\/demo\/inventory\.yml:\d+:20: error OML0108: all\.vars\.postgres_port: /m,
    );
    expect(stdout).toMatch(/^ {2}\d+ \| {5}postgres_port: 70000\n +\| {20}\^{5}$/m);
    expect(stdout).not.toContain("\u001b");
    expect(status).toBe(1);
  });

  it("speaks Spanish", () => {
    edit("demo/inventory.yml", "postgres_port: 5432", "postgres_port: 70000");
    expect(validate("--lang", "es").stdout).toContain("Corrija el valor");
  });

  it("fails for warnings only where it is told to", () => {
    edit("demo/inventory.yml", "prometheus_enable: true", "prometheus_enable: true # oml-ignore OML0418 no");
    expect(validate()).toMatchObject({ status: 0, stdout: expect.stringContaining("warning OML0801") });
    expect(validate("--strict").status).toBe(1);
  });

  it("reports the problems of the named files alone", () => {
    edit("demo/inventory.yml", "postgres_port: 5432", "postgres_port: 70000");
    edit("acme/inventory.yml", "postgres_port: 5432", "postgres_port: 70000");
    const { status, stdout } = validate("instances/acme", "--format", "json");
    const own = ["inventory.yml", "tenant.yml"].map((name) => `instances/acme/${name}`);
    expect(new Set(files(stdout))).toEqual(new Set(own));
    expect(status).toBe(1);
    expect(validate("instances/acme/known_hosts").status).toBe(0);
    expect(validate("instances").status).toBe(1);
  });

  it("compares tenants, and keeps secrets to itself", () => {
    cpSync(path("demo"), path("copy"), { recursive: true });
    const { status, stdout } = validate();
    for (const code of ["OML0601", "OML0605", "OML0606"]) expect(stdout).toContain(code);
    expect(stdout).not.toContain("demo-example");
    expect(status).toBe(1);
  });

  it("judges by fleet.yml", () => {
    writeFileSync(path("fleet.yml"), "registries: [docker.io]\n");
    const { stdout, status } = validate();
    expect(stdout).toContain(
      "OML0702: registries: does not allow quay.io/minio/minio, which tenant demo deploys",
    );
    expect(status).toBe(1);
  });

  it("writes workflow commands and SARIF", () => {
    edit("demo/inventory.yml", "postgres_port: 5432", "postgres_port: 70000");
    expect(validate("--format", "github").stdout).toMatch(
      /^::error file=instances\/demo\/inventory\.yml,line=/m,
    );
    const { runs } = JSON.parse(validate("--format", "sarif").stdout);
    expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toContain("OML0108");
  });

  it("tells a private key that git ignores", () => {
    git("rm", "-q", "--cached", "instances/acme/key.pem");
    writeFileSync(join(folder, ".gitignore"), "key.pem\n");
    const { stdout, status } = validate();
    expect(stdout).toMatch(/^instances\/acme\/key\.pem:1:1: error OML03/m);
    expect(status).toBe(1);
  });

  it("follows no link", () => {
    symlinkSync("/etc/passwd", path("demo/cert.pem"));
    const { stdout, status } = validate();
    expect(stdout).toContain("instances/demo/cert.pem:1:1: error OML0209");
    expect(stdout).not.toContain("root:");
    expect(status).toBe(1);
  });

  it.each([
    ["a missing folder", ["validate", "--instances", "nowhere"], "there is no folder"],
    [
      "a missing path",
      ["validate", "--instances", "instances", "instances/nobody"],
      "there is no instances/nobody",
    ],
    ["a path elsewhere", ["validate", "--instances", "instances", "/etc"], "is not under"],
    ["an unknown format", ["validate", "--format", "xml"], "Valid: text, json, github, sarif."],
    ["an unknown language", ["validate", "--lang", "fr"], "Valid: en, es."],
    [
      "an option for a revision",
      ["validate", "--instances", "instances", "--changed-since=--output=x"],
      "is no revision",
    ],
    [
      "an unknown revision",
      ["validate", "--instances", "instances", "--changed-since", "nowhere"],
      "git cannot say",
    ],
    ["a missing password file", ["validate", "--vault-password-file", "nowhere"], "nowhere"],
  ])("refuses %s with exit 2", (_, args, words) => {
    const { status, stdout, stderr } = oml(...args);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("    at ");
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

describe("oml validate --changed-since", { timeout: 60_000 }, () => {
  const since = () => validate("--changed-since", "HEAD", "--format", "json");

  it("tells problems of changed files first, new ones included", () => {
    edit("acme/inventory.yml", "postgres_port: 5432", "postgres_port: 70000");
    commit();
    edit("demo/inventory.yml", "postgres_port: 5432", "postgres_port: 70000");
    writeFileSync(path("demo/tenant.yml"), "migration_timout: 5\n");
    const order = files(since().stdout);
    expect(order).toContain("instances/demo/tenant.yml");
    const first = order.findIndex((file) => file.startsWith("instances/acme/"));
    expect(first).toBeGreaterThan(1);
    expect(order.slice(first).some((file) => file.startsWith("instances/demo/"))).toBe(false);
  });

  it("tells where a removed tenant's host is still used", () => {
    renameSync(path("demo"), path("renamed"));
    const { stdout } = validate("--changed-since", "HEAD");
    expect(stdout).toContain("ansible_host: is an address of demo, a tenant that this change removes");
  });

  it("starts no program of the repository's configuration", () => {
    const trap = join(folder, "trap");
    writeFileSync(trap, `#!/bin/sh\ntouch "${folder}/sprung"\n`, { mode: 0o755 });
    for (const key of ["diff.external", "core.fsmonitor", "core.pager"]) git("config", key, trap);
    edit("demo/inventory.yml", "postgres_port: 5432", "postgres_port: 70000");
    since();
    expect(() => readFileSync(join(folder, "sprung"))).toThrow("ENOENT");
  });
});

describe("oml deploy", { timeout: 60_000 }, () => {
  const deploy = () => oml("deploy", "--instances", path(), "--tenant", "demo", "--format", "json");
  const refused = { outcome: "refused", transaction: null };

  it("refuses a tenant that shares a host with another, before any host is contacted", () => {
    cpSync(path("demo"), path("copy"), { recursive: true });
    const { status, stdout, stderr } = deploy();
    expect(stderr).toContain("OML0601");
    expect(JSON.parse(stdout)).toMatchObject({
      ...refused,
      reason: expect.stringContaining("Nothing was touched"),
    });
    expect(status).toBe(1);
  });

  it("refuses a tenant that breaks the fleet's policy", () => {
    writeFileSync(path("fleet.yml"), "tags: { forbidden: [latest] }\n");
    const { status, stdout } = deploy();
    expect(JSON.parse(stdout)).toMatchObject(refused);
    expect(status).toBe(1);
  });

  it("refuses a link in the tenant's folder", () => {
    rmSync(path("demo/inventory.yml"));
    symlinkSync("../acme/inventory.yml", path("demo/inventory.yml"));
    const { status, stdout, stderr } = deploy();
    expect(stderr).toContain("OML0209");
    expect(JSON.parse(stdout)).toMatchObject(refused);
    expect(status).toBe(1);
  });
});
