import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import { example } from "../../tests/contract/examples.ts";
import { formatLock } from "../lock/lock.ts";
import { lockFor } from "../lock/testing.ts";

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "oml cli-"));
const instances = join(folder, "instances");
cpSync(join(ROOT, "instances"), instances, { recursive: true });
for (const name of ["demo", "acme"]) {
  writeFileSync(join(instances, name, "images.lock.json"), formatLock(lockFor(example(name))));
}
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command of the checkout from another folder, as a person would. */
const run = (file: string, ...args: readonly string[]) =>
  runWith({ OML_INSTANCES: instances }, file, ...args);
function runWith(more: Readonly<Record<string, string>>, file: string, ...args: readonly string[]) {
  const env = { PATH: process.env["PATH"], HOME: folder, RUNNER_TEMP: folder, ...more };
  const { status, stdout, stderr } = spawnSync(join(ROOT, file), args, {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
/** A fleet's repository whose remote does not answer, with a second commit that changes a tenant where one is named. */
function aFleet(name: string, changed?: string) {
  const fleet = join(folder, name);
  const own = join(fleet, "instances");
  cpSync(instances, own, { recursive: true });
  const git = (...args: readonly string[]) => {
    const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
    return spawnSync("git", ["-C", fleet, ...who, ...args], { encoding: "utf8" }).stdout;
  };
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "One");
  if (changed !== undefined) writeFileSync(join(own, changed, "tenant.yml"), "migration_timeout: 91\n");
  git("add", "-A");
  git("commit", "-q", "-m", "Two");
  git("remote", "add", "origin", join(folder, "nowhere"));
  return { own, git };
}
const oml = (...args: readonly string[]) => run("bin/oml", ...args);
const deploySh = (...args: readonly string[]) => run("deploy.sh", ...args);

describe("oml", { timeout: 60_000 }, () => {
  it.each([
    ["no command", [], "Usage: oml COMMAND"],
    [
      "an unknown command",
      ["destroy"],
      "unknown command 'destroy'. Valid: lock, deploy, install, upgrade, rollback, status, render, plan, validate.",
    ],
    ["an unknown option", ["deploy", "--tenat", "demo"], "Unknown option '--tenat'. Valid: --tenant, "],
    ["an option of another command", ["status", "--now"], "Unknown option '--now'. Valid: --tenant, "],
    ["a word too many", ["deploy", "demo"], "Unexpected argument 'demo'"],
    ["an option given twice", ["deploy", "--tenant", "demo", "--tenant", "acme"], "--tenant is given twice"],
    ["an option without its value", ["deploy", "--tenant"], "--tenant"],
    ["no tenant", ["deploy"], "which tenant?"],
    ["an unknown tenant", ["deploy", "--tenant", "dmeo"], "Tenants: acme, demo."],
    ["a path for a tenant", ["deploy", "--tenant", "../demo"], "not a tenant's name"],
    ["an unknown component", ["deploy", "--tenant", "demo", "--component", "astrisk"], "Valid: "],
    ["an unknown format", ["deploy", "--tenant", "demo", "--format", "xml"], "Valid: text, json."],
    ["a missing key", ["deploy", "--tenant", "demo", "--ssh-key", "nowhere"], "there is no SSH key"],
    [
      "a missing password file",
      ["deploy", "--tenant", "acme", "--vault-password-file", "nowhere"],
      "nowhere",
    ],
  ])("refuses %s with exit 2", (_, args, words) => {
    const { status, stdout, stderr } = oml(...args);
    expect(stdout + stderr).toContain(words);
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(2);
  });

  it.each([[["--help"]], [["deploy", "--help"]], [["status", "--help"]], [["render", "--help"]]])(
    "explains itself: %j",
    (args) => {
      expect(oml(...args)).toMatchObject({
        status: 0,
        stdout: expect.stringContaining("Usage: oml"),
        stderr: "",
      });
    },
  );

  it("renders an example without a registry, secrets hidden", () => {
    const { status, stdout } = oml("render", "--tenant", "demo");
    expect(status).toBe(0);
    expect(stdout).toContain("asterisk.service");
    expect(stdout).toContain("‹postgres_password›");
  });

  it("refuses a tenant whose files are wrong, on their lines", () => {
    const broken = join(instances, "broken");
    cpSync(join(instances, "demo"), broken, { recursive: true });
    writeFileSync(join(broken, "tenant.yml"), "migration_timout: 5\n");
    const { status, stdout, stderr } = oml("deploy", "--tenant", "broken", "--format", "json");
    rmSync(broken, { recursive: true });
    expect(stderr).toMatch(/tenant\.yml:1:1: error.*migration_timout/);
    expect(JSON.parse(stdout)).toMatchObject({ format: 1, tenant: "broken", outcome: "refused" });
    expect(status).toBe(1);
  });

  it("does not deploy what it cannot decrypt", () => {
    const { status, stdout } = oml("deploy", "--tenant", "acme", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "refused",
      reason: expect.stringContaining("OML_VAULT_PASSWORD"),
    });
    expect(status).toBe(1);
  });

  it("deploys locked images alone, and says what to type", () => {
    const file = join(instances, "demo", "images.lock.json");
    const text = formatLock(lockFor(example("demo")));
    rmSync(file);
    const missing = oml("deploy", "--tenant", "demo", "--format", "json");
    writeFileSync(file, text.replace('"1.0.9"', '"1.0.8"'));
    const stale = oml("deploy", "--tenant", "demo", "--format", "json");
    writeFileSync(file, text);
    for (const { status, stdout } of [missing, stale]) {
      expect(JSON.parse(stdout)).toMatchObject({
        outcome: "refused",
        reason: expect.stringMatching(/oml lock --tenant demo.*Nothing was touched\.$/),
      });
      expect(status).toBe(1);
    }
    expect(JSON.parse(stale.stdout).reason).toContain("--component redis");
  });
});

describe("deploy.sh", { timeout: 60_000 }, () => {
  it("explains itself with exit 0", () => {
    const { status, stdout } = deploySh("--help");
    expect(status).toBe(0);
    for (const option of ["--action=", "--component=", "--tenant="]) expect(stdout).toContain(option);
  });

  it.each([
    ["no action", [], "which action?"],
    ["an unknown action", ["--action=instal", "--tenant=demo"], "Valid: install upgrade rollback."],
    ["an action of later", ["--action=backup", "--tenant=demo"], "not available yet; nothing was done"],
    ["an unknown option", ["--acton=install"], "Valid: --action= --component= --tenant="],
    ["an option without '='", ["--action", "install"], "unknown option '--action'"],
    ["no tenant", ["--action=install"], "which tenant?"],
    [
      "a commit for an upgrade",
      ["--action=upgrade", "--tenant=demo", "--to=HEAD"],
      "--action=rollback alone",
    ],
    [
      "a check of a rollback",
      ["--action=rollback", "--tenant=demo", "--check"],
      "Type: npx oml rollback --tenant demo, then npx oml deploy --check --tenant demo.",
    ],
    ["an unknown tenant", ["--action=upgrade", "--tenant=dmeo"], "Tenants: acme, demo."],
    ["an unknown component", ["--action=install", "--tenant=demo", "--component=astrisk"], "Valid: "],
    ["a tenant that is an option", ["--action=install", "--tenant=--check"], "--check"],
    [
      "an option given twice",
      ["--action=install", "--tenant=demo", "--tenant=acme"],
      "--tenant is given twice",
    ],
    ["a reason that is empty", ["--action=install", "--tenant=demo", "--unreviewed="], "--unreviewed=REASON"],
    ["a path for a tenant", ["--action=install", "--tenant=../demo"], "not a tenant's name"],
  ])("refuses %s with exit 2", (_, args, words) => {
    const { status, stderr } = deploySh(...args);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });

  it("does not deploy what it could not roll back", () => {
    const { status, stdout, stderr } = deploySh("--action=rollback", "--tenant=demo");
    expect(stderr).toContain("not a git repository");
    expect(stderr).toContain("nothing was changed");
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  it("says what it has edited where the source is refused, and how to drop it", () => {
    const { own, git } = aFleet("fleet");
    writeFileSync(join(own, "demo", "tenant.yml"), "migration_timeout: 90\n");
    const args = ["deploy", "--tenant", "demo", "--edited-by", "rollback", "--format", "json"];
    const { status, stdout, stderr } = oml(...args, "--instances", own);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "refused",
      reason: expect.stringMatching(
        /No host was touched, and the edit of instances\/demo\/tenant\.yml stays/,
      ),
    });
    expect(status).toBe(1);
    const drop = /to drop it: (.*)/.exec(stderr)?.[1] ?? "false";
    expect(spawnSync("sh", ["-c", drop]).status).toBe(0);
    expect(git("status", "--porcelain")).toBe("");
  });

  it("refuses a wrong component or reason before a rollback edits a file", () => {
    const { own, git } = aFleet("rolling", "demo");
    const args = ["--action=rollback", "--tenant=demo"];
    const environment = { OML_INSTANCES: own };
    const component = runWith(environment, "deploy.sh", ...args, "--component=astrisk");
    expect(component.stderr).toContain("unknown component 'astrisk'. Valid: ");
    const reason = runWith(environment, "deploy.sh", ...args, "--unreviewed= ");
    expect(reason.stderr).toContain("why is it not reviewed?");
    expect([component.status, reason.status]).toEqual([2, 2]);
    expect(git("status", "--porcelain")).toBe("");
  });

  it("says how to drop the edit of a rollback whose component the tenant does not deploy", () => {
    const { own, git } = aFleet("without", "acme");
    const args = ["--action=rollback", "--tenant=acme", "--component=postgresql", "--unreviewed=x"];
    const OML_VAULT_PASSWORD = readFileSync(join(own, "acme", "vault-password.example"), "utf8").trim();
    const { status, stderr } = runWith({ OML_INSTANCES: own, OML_VAULT_PASSWORD }, "deploy.sh", ...args);
    expect(stderr).toContain("acme does not deploy postgresql");
    expect(status).toBe(2);
    const drop = /to drop it: (.*)/.exec(stderr)?.[1] ?? "false";
    expect(spawnSync("sh", ["-c", drop]).status).toBe(0);
    expect(git("status", "--porcelain")).toBe("");
  });

  it("works through a link, from any folder", () => {
    const link = join(folder, "deploy");
    symlinkSync(join(ROOT, "deploy.sh"), link);
    const { status, stderr } = spawnSync(link, ["--action=install", "--tenant=nobody"], {
      cwd: "/",
      env: { ...process.env, OML_INSTANCES: instances },
      encoding: "utf8",
    });
    expect(stderr).toContain("Tenants: acme, demo.");
    expect(status).toBe(2);
  });
});
