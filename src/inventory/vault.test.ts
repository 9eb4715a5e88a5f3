import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decryptVault, isVaulted, isVaultWellFormed } from "./vault.ts";

// A loaded machine is slow, not wrong.
vi.setConfig({ testTimeout: 120_000 });

const ANSIBLE_VAULT = join(import.meta.dirname, "../../.venv/bin/ansible-vault");
const PASSWORD = "påss 'word\" $1 #";
const folder = mkdtempSync(join(tmpdir(), "oml-vault-"));

/** Encrypts with the real ansible-vault. */
function encrypt(text: string, ...options: readonly string[]): string {
  const file = join(folder, "secret");
  writeFileSync(file, text);
  execFileSync(ANSIBLE_VAULT, ["encrypt", ...options, file], { stdio: "ignore" });
  return readFileSync(file, "utf8");
}

beforeAll(() => writeFileSync(join(folder, "password"), `${PASSWORD}\n`));
afterAll(() => rmSync(folder, { recursive: true }));

describe("what ansible-vault encrypted", () => {
  const password = ["--vault-password-file", join(folder, "password")];
  const labelled = ["--vault-id", `prod@${join(folder, "password")}`];

  test.each([
    ["1.1", "a plain secret", password],
    ["1.1", "", password],
    ["1.1", "ünïcödé ‹›\n\ttwo lines\n", password],
    ["1.2", "x".repeat(16), labelled],
  ])("version %s opens to %j", (version, secret, options) => {
    const vaulted = encrypt(secret, ...options);
    expect(vaulted).toMatch(new RegExp(`^\\$ANSIBLE_VAULT;${version};AES256`));
    expect(decryptVault(vaulted, PASSWORD)).toEqual({ ok: true, text: secret });
    expect(decryptVault(vaulted.replaceAll("\n", "\r\n"), PASSWORD)).toEqual({ ok: true, text: secret });
    expect(decryptVault(vaulted, `${PASSWORD} `)).toEqual({ ok: false, reason: "wrong-password" });
  });

  test("a line that is missing at the end is noticed without the password", () => {
    const vaulted = encrypt("a secret of some length, as openssl rand -hex 24 gives", ...password);
    const lines = vaulted.trimEnd().split("\n");
    expect(isVaultWellFormed(vaulted)).toBe(true);
    for (const last of [1, 2, 3]) expect(isVaultWellFormed(lines.slice(0, -last).join("\n"))).toBe(false);
  });

  test("a changed digit is noticed", () => {
    const vaulted = encrypt("secret", ...password).trimEnd();
    const changed = vaulted.slice(0, -1) + (vaulted.endsWith("1") ? "2" : "1");
    expect(decryptVault(changed, PASSWORD).ok).toBe(false);
  });
});

test.each([
  "",
  "secret",
  "$ANSIBLE_VAULT;1.1;AES256",
  "$ANSIBLE_VAULT;1.1;AES256\nzz",
  "$ANSIBLE_VAULT;1.1;AES256\n6161",
  "$ANSIBLE_VAULT;1.0;AES\n6161",
])("%j is malformed", (text) => {
  expect(isVaultWellFormed(text)).toBe(false);
  expect(decryptVault(text, PASSWORD)).toEqual({ ok: false, reason: "malformed" });
});

test("a vaulted file is told from a plain one", () => {
  expect(isVaulted("$ANSIBLE_VAULT;1.1;AES256\n00")).toBe(true);
  expect(isVaulted("-----BEGIN PRIVATE KEY-----")).toBe(false);
});
