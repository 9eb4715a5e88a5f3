import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCertificate, type CertificateQuestion } from "./certificate.ts";
import { decryptVault } from "./vault.ts";

const ACME = join(import.meta.dirname, "../../instances/acme");
const PASSWORD = readFileSync(join(ACME, "vault-password.example"), "utf8").trim();
const certificate = { path: "acme/cert.pem", text: readFileSync(join(ACME, "cert.pem"), "utf8") };
const vaulted = { path: "acme/key.pem", text: readFileSync(join(ACME, "key.pem"), "utf8") };

const question: CertificateQuestion = {
  folder: "acme/",
  certificate,
  key: vaulted,
  names: ["acme.example"],
  vaultPassword: PASSWORD,
  now: new Date("2027-01-01"),
};

function problems(changes: Partial<CertificateQuestion>): readonly string[] {
  const result = readCertificate({ ...question, ...changes });
  return result.problems.map(({ file, message }) => `${file} ${message}`);
}

test("the example's certificate is served, its key vaulted as a whole", () => {
  const result = readCertificate(question);
  expect(result.custom?.key.reveal()).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
});

test("without the vault's password the key stays sealed", () => {
  const result = readCertificate({ ...question, vaultPassword: undefined });
  expect(result.custom?.key.isSealed).toBe(true);
});

describe("what cannot be served", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const other = { path: "acme/key.pem", text: String(privateKey.export({ type: "pkcs8", format: "pem" })) };
  const locked = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" });

  test.each<readonly [string, Partial<CertificateQuestion>, string]>([
    ["no certificate", { certificate: undefined }, "acme/cert.pem is missing, and certs is custom"],
    ["no key", { key: undefined }, "acme/key.pem is missing, and certs is custom"],
    ["another name", { names: ["pbx.example"] }, "acme/cert.pem does not cover pbx.example"],
    ["an address", { names: ["10.0.0.1", "8.8.8.8"] }, "acme/cert.pem does not cover 10.0.0.1 or 8.8.8.8"],
    ["too late", { now: new Date("2037-02-01") }, "acme/cert.pem expired on 2036-12-31"],
    ["too early", { now: new Date("2024-02-01") }, "acme/cert.pem is valid from 2025-01-01 only"],
    ["another key", { key: other }, "acme/key.pem is not the key of cert.pem"],
    [
      "a key behind a pass phrase",
      { key: { ...other, text: String(locked) } },
      "acme/key.pem is not a private key in PEM without a pass phrase",
    ],
    [
      "no PEM",
      { certificate: { path: "acme/cert.pem", text: "x" } },
      "acme/cert.pem is not a certificate in PEM",
    ],
    [
      "the wrong password",
      { vaultPassword: "x" },
      "acme/key.pem does not open with the vault password given",
    ],
  ])("%s", (_, changes, problem) => expect(problems(changes)).toEqual([problem]));
});

test("a plain key is read as well", () => {
  const result = decryptVault(vaulted.text, PASSWORD);
  expect(
    problems({ key: { path: "key.pem", text: result.ok ? result.text : "" }, vaultPassword: undefined }),
  ).toEqual([]);
});
