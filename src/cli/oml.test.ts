import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { example } from "../../tests/contract/examples.ts";
import { formatLock } from "../lock/lock.ts";
import { lockFor } from "../lock/testing.ts";
import { commandLine } from "./testing.ts";

const { folder, instances, oml } = commandLine();

describe("oml", { timeout: 60_000 }, () => {
  it.each([
    ["no command", [], "Usage: oml COMMAND"],
    [
      "an unknown command",
      ["destroy"],
      "unknown command 'destroy'. Valid: lock, deploy, install, upgrade, rollback, status, backup, backups, verify, drill, retain, restore, render, plan, validate.",
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

  it("tells of a tenant whose files are wrong each error on a line, and that no host was asked", () => {
    const others = join(folder, "others");
    cpSync(join(instances, "demo"), join(others, "demo"), { recursive: true });
    const file = join(others, "demo", "inventory.yml");
    writeFileSync(file, readFileSync(file, "utf8").replace("shm_size: 64", "shm_size: much"));
    const { status, stderr } = oml("status", "--tenant", "demo", "--instances", others);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/inventory\.yml:\d+:\d+: error \[OML0108\]: .*shm_size/),
      "oml status: no host was asked: 1 error stands in the tenant's files. Correct them and run again.",
      "",
    ]);
    expect(status).toBe(1);
  });

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
