/** A tenant's own certificate: whether it can be served. */
import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { isIpv4 } from "./address.ts";
import type { Problem } from "./problem.ts";
import { certificateDates, certificateFile, certificateName } from "./rules/certificate.ts";
import { report, type Rule, type Values } from "./rules/rule.ts";
import { vaultFormat, vaultPassword as vaultPasswordRule } from "./rules/secrets.ts";
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
    const name = certificate === undefined ? "cert.pem" : "key.pem";
    return refuse(fileProblem(`${folder}${name}`, certificateFile, "missing", { name }));
  }
  const secret = readKey(key, question.vaultPassword);
  if (!(secret instanceof Secret)) return { ok: false, problems: [secret] };
  const leaf = parseOr(() => new X509Certificate(certificate.text));
  if (leaf === undefined) return refuse(fileProblem(certificate.path, certificateFile, "certificate"));
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
    ? fileProblem(source.path, vaultPasswordRule, "wrong")
    : fileProblem(source.path, vaultFormat, "file");
}

function checkLeaf(
  leaf: X509Certificate,
  file: string,
  { names, now }: CertificateQuestion,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (!names.some((name) => covers(leaf, name))) {
    problems.push(fileProblem(file, certificateName, "covers", { names: names.join(" or ") }));
  }
  if (new Date(leaf.validTo) <= now) {
    problems.push(fileProblem(file, certificateDates, "expired", { date: day(leaf.validTo) }));
  }
  if (new Date(leaf.validFrom) > now) {
    problems.push(fileProblem(file, certificateDates, "early", { date: day(leaf.validFrom) }));
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
  if (key === undefined) return [fileProblem(file, certificateFile, "key")];
  return leaf.checkPrivateKey(key) ? [] : [fileProblem(file, certificateFile, "pair")];
}

function parseOr<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** A finding about a file as a whole. */
function fileProblem<V extends string>(
  file: string,
  rule: Rule<V>,
  variant: NoInfer<V>,
  values?: Values,
): Problem {
  return report(rule, variant, { file, path: "", line: 1, column: 1, endLine: 1, endColumn: 1 }, values);
}

function refuse(problem: Problem): CertificateResult {
  return { ok: false, problems: [problem] };
}
