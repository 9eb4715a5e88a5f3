/** Rules about the files of a tenant's folder as such. */
import { closest } from "../fields/closest.ts";
import type { TenantPolicy } from "../fleet/policy.ts";
import type { Problem } from "../problem.ts";
import { strayFile, unusedCertificate } from "../rules/beside.ts";
import { report, type Place } from "../rules/rule.ts";
import { clearSecret, keyIgnored, privateKey } from "../rules/secrets.ts";
import type { Settings } from "../settings.ts";
import { LOCK_FILE } from "../../lock/lock.ts";
import type { TenantSources } from "../tenant.ts";
import type { SourceFile } from "../source-file.ts";
import { isVaulted } from "../vault.ts";

/** Files that belong into a tenant's folder. */
export const TENANT_FILES = ["inventory.yml", "tenant.yml", "known_hosts", "cert.pem", "key.pem", LOCK_FILE];
const WELCOME = /^(readme\b.*|\..*|.*\.(md|example))$/i;
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;

/** Private keys where they do not belong, keys in clear, and files that nothing reads. */
export function checkFiles(sources: TenantSources, policy: TenantPolicy): readonly Problem[] {
  const { inventory, tenantFile, knownHosts, certificate, lock, others = [] } = sources;
  const texts = [inventory, tenantFile, knownHosts, certificate, lock, ...others];
  return [
    ...texts.flatMap((file) => (file === undefined ? [] : findPrivateKey(file))),
    ...checkKey(sources.key, policy),
    ...others.flatMap(stray),
  ];
}

/** A certificate that is there and not served. */
export function checkUnused(
  { certificate, key }: TenantSources,
  certs: Settings["certs"],
): readonly Problem[] {
  if (certs === "custom") return [];
  return [certificate, key]
    .filter((file) => file !== undefined)
    .map((file) => report(unusedCertificate, "unused", whole(file), { certs }));
}

function findPrivateKey({ path, text }: SourceFile): readonly Problem[] {
  const match = PRIVATE_KEY.exec(text);
  if (match === null) return [];
  const before = text.slice(0, match.index).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const place = { file: path, path: "", line, column, endLine: line, endColumn: column + match[0].length };
  return [report(privateKey, "outside", place)];
}

function checkKey(key: SourceFile | undefined, policy: TenantPolicy): readonly Problem[] {
  if (key === undefined) return [];
  const severity = policy.secrets === "vault" ? "error" : "warning";
  const values = { file: key.path };
  return [
    ...(isVaulted(key.text) ? [] : [report(clearSecret, "key", whole(key), values, severity)]),
    ...(key.isIgnored === true ? [report(keyIgnored, "ignored", whole(key))] : []),
  ];
}

function stray(file: SourceFile): readonly Problem[] {
  const name = file.path.split("/").at(-1) ?? "";
  if (TENANT_FILES.includes(name) || WELCOME.test(name)) return [];
  const near = closest(name, TENANT_FILES);
  return [
    near === undefined
      ? report(strayFile, "other", whole(file))
      : report(strayFile, "near", whole(file), { near }),
  ];
}

function whole({ path }: SourceFile): Place {
  return { file: path, path: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
}
