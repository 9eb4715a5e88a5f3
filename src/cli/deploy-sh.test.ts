import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine, ROOT } from "./testing.ts";

const { aFleet, deploySh, folder, instances, oml, runWith } = commandLine();

describe("deploy.sh", { timeout: 60_000 }, () => {
  it("explains itself with exit 0", () => {
    const { status, stdout } = deploySh("--help");
    expect(status).toBe(0);
    for (const option of ["--action=", "--component=", "--tenant="]) expect(stdout).toContain(option);
  });

  it.each([
    ["no action", [], "which action?"],
    [
      "an unknown action",
      ["--action=instal", "--tenant=demo"],
      "Valid: install upgrade rollback backup restore.",
    ],
    [
      "a restore that nobody confirms",
      ["--action=restore", "--tenant=demo"],
      "--confirm demo. Nothing was done",
    ],
    ["a restore of a part", ["--action=restore", "--tenant=demo", "--component=django"], "whole tenant's"],
    ["a set to deploy", ["--action=install", "--tenant=demo", "--set=S"], "--action=restore alone"],
    [
      "a part of a backup",
      ["--action=backup", "--tenant=demo", "--component=django"],
      "takes --tenant alone",
    ],
    ["a backup that only checks", ["--action=backup", "--tenant=demo", "--check"], "takes --tenant alone"],
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
    appendFileSync(join(own, "demo", "tenant.yml"), "max_age: 24h\n");
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
