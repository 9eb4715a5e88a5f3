/** A tenant's own certificate: whether it can be served. */
import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { isIpv4 } from "./address.ts";
import type { Problem, Severity } from "./problem.ts";
import { certificateDates, certificateFile, certificateName } from "./rules/certificate.ts";
import { report, type Rule, type Values } from "./rules/rule.ts";
import { vaultFormat, vaultPassword as vaultPasswordRule } from "./rules/secrets.ts";
import { Secret } from "./secret.ts";
import type { CustomCertificate } from "./tenant.ts";
import type { SourceFile } from "./source-file.ts";
import { decryptVault, isVaulted } from "./vault.ts";

/** What came of a certificate: it is there where it can be served, and there may be warnings all the same. */
export interface CertificateResult {
  readonly custom?: CustomCertificate;
  readonly problems: readonly Problem[];
}

/** What a certificate is checked against. */
export interface CertificateQuestion {
  /** What stands before the names of the tenant's files in messages: `instances/acme/`. */
  readonly folder: string;
  readonly certificate: SourceFile | undefined;
  readonly key: SourceFile | undefined;
  /** It must cover one of these at least; empty where the names are not known. */
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
  const leaf = parseOr(() => new X509Certificate(certificate.text));
  const problems = [
    ...(secret instanceof Secret ? [] : [secret]),
    ...(leaf === undefined
      ? [fileProblem(certificate.path, certificateFile, "certificate")]
      : checkLeaf(leaf, certificate.path, question)),
    ...(leaf !== undefined && secret instanceof Secret ? checkPair(leaf, secret, key.path) : []),
  ];
  const isServable = secret instanceof Secret && problems.every(({ severity }) => severity === "warning");
  return isServable ? { custom: { certificate: certificate.text, key: secret }, problems } : { problems };
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
  const isCovered = names.length === 0 || names.some((name) => covers(leaf, name));
  const values = { names: names.join(" or "), "names:es": names.join(" o ") };
  return [
    ...(isCovered ? [] : [fileProblem(file, certificateName, "covers", values)]),
    ...checkDates(leaf, file, now),
  ];
}

const DAY = 86_400_000;
const SOON = 30;

function checkDates(leaf: X509Certificate, file: string, now: Date): readonly Problem[] {
  const left = new Date(leaf.validTo).getTime() - now.getTime();
  if (left <= 0) return [fileProblem(file, certificateDates, "expired", { date: day(leaf.validTo) })];
  if (new Date(leaf.validFrom) > now) {
    return [fileProblem(file, certificateDates, "early", { date: day(leaf.validFrom) })];
  }
  const days = Math.floor(left / DAY);
  const values = { date: day(leaf.validTo), days: String(days) };
  return days < SOON ? [fileProblem(file, certificateDates, "soon", values, "warning")] : [];
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
  severity?: Severity,
): Problem {
  const place = { file, path: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
  return report(rule, variant, place, values, severity);
}

function refuse(problem: Problem): CertificateResult {
  return { problems: [problem] };
}
