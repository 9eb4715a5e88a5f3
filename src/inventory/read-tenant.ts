/** From the texts of a tenant's folder to a typed tenant, or to everything that is wrong with them. */
import type { Role } from "../release/desired.ts";
import { isPublicIpv4 } from "./address.ts";
import { readCertificate, type CertificateResult } from "./certificate.ts";
import { hostChecks, runChecks } from "./checks/checks.ts";
import { readDocument } from "./yaml/document.ts";
import { checkFiles, checkUnused } from "./checks/file-checks.ts";
import { readInventory, type Inventory } from "./inventory.ts";
import { readLock } from "../lock/read-lock.ts";
import { checkKnownHosts } from "./known-hosts.ts";
import { LENIENT, type TenantPolicy } from "./fleet/policy.ts";
import { inOrder, type Problem } from "./problem.ts";
import { checkFileSecrets, checkSecrets } from "./checks/secret-checks.ts";
import { serviceChecks } from "./checks/service-checks.ts";
import type { Connection, Host, Tenant, TenantResult, TenantSources } from "./tenant.ts";
import { readTenantFile, type TenantFile } from "./tenant-file.ts";
import { checkValues } from "./checks/value-checks.ts";

/** What decides about a tenant's files beside themselves. */
interface Terms {
  readonly policy: TenantPolicy;
  readonly vaultPassword: string | undefined;
  readonly now: Date;
}

/** What was found out about an inventory that could be taken apart. */
interface Examined {
  readonly problems: readonly Problem[];
  readonly certificate: CertificateResult;
}

/**
 * Reads a tenant and applies every rule of groups 1 to 5; `now` decides whether its certificate is in date.
 * Without the vault's password its secrets stay sealed: enough to render, not to deploy.
 */
export function readTenant(
  sources: TenantSources,
  vaultPassword?: string,
  now = new Date(),
  policy: TenantPolicy = LENIENT,
): TenantResult {
  const document = readDocument(sources.inventory, vaultPassword);
  const extras = readTenantFile(sources.tenantFile, vaultPassword);
  const { inventory, problems: found } = readInventory(document);
  const examined = inventory && examine(sources, inventory, { policy, vaultPassword, now });
  const locked = readLock(sources.lock, sources.name);
  const all = [
    ...found,
    ...(examined?.problems ?? []),
    ...extras.problems,
    ...(extras.document ? checkFileSecrets(extras.document, policy) : []),
    ...checkFiles(sources, policy),
    ...locked.problems,
  ];
  const problems = inOrder(withoutEchoes(all));
  const isRefused = problems.some(({ severity }) => severity === "error");
  const said = () => document.value;
  if (isRefused || inventory === undefined) return { ok: false, problems, inventory: said };
  const tenant = tenantOf(sources, inventory, extras.value, {
    custom: examined?.certificate.custom,
    lock: locked.lock,
  });
  return { ok: true, tenant, warnings: problems, inventory: said };
}

function examine(sources: TenantSources, inventory: Inventory, terms: Terms): Examined {
  const { settings, faulty } = inventory;
  const certificate = certificateOf(sources, inventory, terms);
  const problems = [
    ...runChecks(inventory, hostChecks),
    ...runChecks(inventory, serviceChecks),
    ...checkValues(inventory),
    ...checkSecrets(inventory, terms.policy),
    ...checkConnections(sources, inventory),
    ...certificate.problems,
    ...(faulty.has("certs") ? [] : checkUnused(sources, settings.certs)),
  ];
  return { problems, certificate };
}

function checkConnections(sources: TenantSources, inventory: Inventory): readonly Problem[] {
  const isUnknown = ["ansible_host", "ansible_ssh_port"].some((name) => inventory.faulty.has(name));
  const hosts = isUnknown ? [] : distinct(connectionOf(inventory.app), connectionOf(inventory.voice));
  return checkKnownHosts(sources.knownHosts, besides(sources, "known_hosts"), hosts);
}

function certificateOf(
  sources: TenantSources,
  { app, settings, faulty }: Inventory,
  terms: Terms,
): CertificateResult {
  if (settings.certs !== "custom") return { problems: [] };
  const isUnknown = ["fqdn", "omni_ip_lan", "ansible_host"].some((name) => faulty.has(name));
  const names = settings.fqdn === undefined ? distinct(app.omni_ip_lan, app.ansible_host) : [settings.fqdn];
  const { certificate, key } = sources;
  const { vaultPassword, now } = terms;
  const folder = besides(sources, "");
  return readCertificate({ folder, certificate, key, names: isUnknown ? [] : names, vaultPassword, now });
}

function tenantOf(
  { name, knownHosts }: TenantSources,
  inventory: Inventory,
  extras: TenantFile,
  { custom, lock }: { readonly [Part in "custom" | "lock"]: Tenant[Part] | undefined },
): Tenant {
  return {
    name,
    app: hostOf("app", inventory),
    voice: hostOf("voice", inventory),
    settings: inventory.settings,
    extras,
    knownHosts: knownHosts?.text ?? "",
    ...(custom === undefined ? {} : { custom }),
    ...(lock === undefined ? {} : { lock }),
  };
}

function hostOf(role: Role, inventory: Inventory): Host {
  const values = inventory[role];
  const lan = values.omni_ip_lan;
  const wan = values.omni_ip_wan ?? (isPublicIpv4(values.ansible_host) ? values.ansible_host : lan);
  const name = role === "app" ? "omnileads-app" : "omnileads-voice";
  return { name, role, connection: connectionOf(values), lan, wan };
}

function connectionOf(values: Inventory["app"] | Inventory["voice"]): Connection {
  return { address: values.ansible_host, port: values.ansible_ssh_port, user: values.ansible_user };
}

/** A value that must not be at all need not be told to have the wrong form as well; both hosts share most places. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const at = ({ file, line, column }: Problem) => `${file}:${String(line)}:${String(column)}`;
  const injected = new Set(problems.filter(({ code }) => /^OML(02|011[12])/.test(code)).map(at));
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const isEcho = /^OML01(04|07|08|10)$/.test(problem.code) && injected.has(at(problem));
    const key = `${problem.code} ${at(problem)} ${problem.path} ${problem.message}`;
    return !isEcho && !seen.has(key) && seen.add(key);
  });
}

function distinct<T extends Connection | string>(first: T, second: T): readonly T[] {
  return JSON.stringify(first) === JSON.stringify(second) ? [first] : [first, second];
}

/** The path of a file of the tenant's folder, as messages call it. */
function besides(sources: TenantSources, name: string): string {
  return sources.inventory.path.replace(/[^/]*$/, name);
}
