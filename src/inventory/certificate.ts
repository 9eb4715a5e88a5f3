/** A tenant's own certificate: whether it can be served. */
import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { isIpv4 } from "./address.ts";
import type { Problem } from "./problem.ts";
import { Secret } from "./secret.ts";
import type { CustomCertificate, SourceFile } from "./tenant.ts";
import { decryptVault, isVaulted } from "./vault.ts";

/** A certificate ready to be served, or what is wrong with it. */
export type CertificateResult =
  | { readonly ok: true; readonly custom: CustomCertificate }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What a certificate is checked against. */
export interface CertificateQuestion {
  /** What stands before the names of the tenant's files in messages: `instances/acme/`. */
  readonly folder: string;
  readonly certificate: SourceFile | undefined;
  readonly key: SourceFile | undefined;
  /** It must cover one of these at least. */
  readonly names: readonly string[];
  readonly vaultPassword: string | undefined;
  readonly now: Date;
}

/** Checks that certificate and key are there, parse, belong together, cover the name and are in date. */
export function readCertificate(question: CertificateQuestion): CertificateResult {
  const { certificate, key, folder } = question;
  if (certificate === undefined || key === undefined) {
    const missing = certificate === undefined ? "cert.pem" : "key.pem";
    return refuse(
      `${folder}${missing}`,
      "is missing, and certs is custom",
      `Put ${missing} into the tenant's folder`,
    );
  }
  const secret = readKey(key, question.vaultPassword);
  if (!(secret instanceof Secret)) return { ok: false, problems: [secret] };
  const leaf = parseOr(() => new X509Certificate(certificate.text));
  if (leaf === undefined)
    return refuse(certificate.path, "is not a certificate in PEM", "Put the chain there, leaf first");
  const problems = [...checkLeaf(leaf, certificate.path, question), ...checkPair(leaf, secret, key.path)];
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, custom: { certificate: certificate.text, key: secret } };
}

function readKey(source: SourceFile, vaultPassword: string | undefined): Secret | Problem {
  if (!isVaulted(source.text)) return Secret.of(source.text);
  if (vaultPassword === undefined) return Secret.sealed();
  const result = decryptVault(source.text, vaultPassword);
  if (result.ok) return Secret.of(result.text);
  return result.reason === "wrong-password"
    ? problem(
        source.path,
        "does not open with the vault password given",
        "Give the password it was encrypted with",
      )
    : problem(source.path, "is not in ansible-vault's format", "Encrypt it again with ansible-vault encrypt");
}

function checkLeaf(
  leaf: X509Certificate,
  file: string,
  { names, now }: CertificateQuestion,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (!names.some((name) => covers(leaf, name))) {
    problems.push(problem(file, `does not cover ${names.join(" or ")}`, "Get a certificate for that name"));
  }
  if (new Date(leaf.validTo) <= now) {
    problems.push(problem(file, `expired on ${day(leaf.validTo)}`, "Put the renewed certificate there"));
  }
  if (new Date(leaf.validFrom) > now) {
    problems.push(
      problem(file, `is valid from ${day(leaf.validFrom)} only`, "Put the present certificate there"),
    );
  }
  return problems;
}

function covers(leaf: X509Certificate, name: string): boolean {
  return (isIpv4(name) ? leaf.checkIP(name) : leaf.checkHost(name)) !== undefined;
}

function day(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}

function checkPair(leaf: X509Certificate, secret: Secret, file: string): readonly Problem[] {
  const text = secret.reveal();
  if (text === undefined) return [];
  const key: KeyObject | undefined = parseOr(() => createPrivateKey(text));
  if (key === undefined) {
    return [
      problem(file, "is not a private key in PEM without a pass phrase", "Put the key of cert.pem there"),
    ];
  }
  return leaf.checkPrivateKey(key)
    ? []
    : [problem(file, "is not the key of cert.pem", "Put the key of cert.pem there")];
}

function parseOr<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function problem(file: string, message: string, remedy: string): Problem {
  return { file, line: 1, column: 1, path: "", message, remedy, severity: "error" };
}

function refuse(file: string, message: string, remedy: string): CertificateResult {
  return { ok: false, problems: [problem(file, message, remedy)] };
}
