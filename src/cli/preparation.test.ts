import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { whoRuns } from "./who-runs.ts";
import { preparationFingerprint } from "./preparation.ts";

const root = mkdtempSync(join(tmpdir(), "oml-preparation-"));
cpSync(join(import.meta.dirname, "../../playbooks"), join(root, "playbooks"), { recursive: true });
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("preparationFingerprint", () => {
  const before = preparationFingerprint(root, { timeZone: "UTC" });

  it("is the same for the same roles and parameters", () => {
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(preparationFingerprint(root, { timeZone: "UTC" })).toBe(before);
  });

  it("changes with a parameter, a role and the playbook, and with nothing else", () => {
    expect(preparationFingerprint(root, { timeZone: "America/Lima" })).not.toBe(before);
    writeFileSync(join(root, "playbooks/deploy.yml"), "# changed\n");
    expect(preparationFingerprint(root, { timeZone: "UTC" })).toBe(before);
    writeFileSync(join(root, "playbooks/roles/host/files/new"), "");
    const withFile = preparationFingerprint(root, { timeZone: "UTC" });
    expect(withFile).not.toBe(before);
    writeFileSync(join(root, "playbooks/prepare.yml"), "# changed\n");
    expect(preparationFingerprint(root, { timeZone: "UTC" })).not.toBe(withFile);
  });
});

describe("whoRuns", () => {
  it("names the actor and run on GitHub, without anything Ansible would evaluate", () => {
    expect(whoRuns({ GITHUB_ACTOR: "dependabot[bot]", GITHUB_RUN_ID: "7" })).toBe("github:dependabot-bot-/7");
    expect(whoRuns({ GITHUB_ACTOR: "{{ 1 }}" })).not.toMatch(/[{} ]/);
    expect(whoRuns({})).toMatch(/^\S+@\S+$/);
  });
});
