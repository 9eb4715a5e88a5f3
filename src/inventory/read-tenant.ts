/** From the texts of a tenant's folder to a typed tenant, or to everything that is wrong with them. */
import { isPublicIpv4 } from "./address.ts";
import { readCertificate } from "./certificate.ts";
import { checkInventory } from "./checks.ts";
import { readDocument, valueIn } from "./document.ts";
import { readInventory, type Inventory } from "./inventory.ts";
import { checkKnownHosts } from "./known-hosts.ts";
import { LENIENT, type TenantPolicy } from "./policy.ts";
import { inOrder, type Problem } from "./problem.ts";
import { schemaProblems } from "./schema-problems.ts";
import type {
  Connection,
  CustomCertificate,
  Host,
  SourceFile,
  TenantResult,
  TenantSources,
} from "./tenant.ts";
import { tenantFileSchema, type TenantFile } from "./tenant-file.ts";

/**
 * Reads a tenant; `now` decides whether its certificate is in date.
 * Without the vault's password its secrets stay sealed: enough to render, not to deploy.
 */
export function readTenant(
  sources: TenantSources,
  vaultPassword?: string,
  now = new Date(),
  policy: TenantPolicy = LENIENT,
): TenantResult {
  void policy;
  const extras = readTenantFile(sources.tenantFile);
  const document = readDocument(sources.inventory, vaultPassword);
  const read = { inventory: document.value };
  const result = readInventory(document);
  if (!result.ok) return { ...read, ok: false, problems: inOrder([...result.problems, ...extras.problems]) };
  const { inventory } = result;
  const app = hostOf("app", inventory);
  const voice = hostOf("voice", inventory);
  const certificate = customOf(sources, inventory, vaultPassword, now);
  const problems = [
    ...checkInventory(inventory),
    ...extras.problems,
    ...checkKnownHosts(
      sources.knownHosts,
      besides(sources, "known_hosts"),
      distinct(app.connection, voice.connection),
    ),
    ...certificate.problems,
  ];
  if (problems.length > 0) return { ...read, ok: false, problems: inOrder(problems) };
  const { custom } = certificate;
  const tenant = {
    name: sources.name,
    app,
    voice,
    settings: inventory.settings,
    extras: extras.value,
    knownHosts: sources.knownHosts?.text ?? "",
    ...(custom === undefined ? {} : { custom }),
  };
  return { ...read, ok: true, tenant, warnings: [] };
}

function readTenantFile(source: SourceFile | undefined): { value: TenantFile; problems: readonly Problem[] } {
  const defaults = tenantFileSchema.parse({});
  if (source === undefined) return { value: defaults, problems: [] };
  const document = readDocument(source);
  if (document.problems.length > 0) return { value: defaults, problems: document.problems };
  const result = tenantFileSchema.safeParse(document.value ?? {});
  if (result.success) return { value: result.data, problems: [] };
  const problems = schemaProblems(result.error, {
    document,
    pathOf: (path) => path,
    valueOf: (path) => valueIn(document.value, path),
    keysOf: (path) => Object.keys(path[0] === "images" ? defaults.images : defaults),
    isOptional: () => true,
  });
  return { value: defaults, problems };
}

function hostOf(role: "app" | "voice", inventory: Inventory): Host {
  const values = inventory[role];
  const connection = {
    address: values.ansible_host,
    port: values.ansible_ssh_port,
    user: values.ansible_user,
  };
  const lan = values.omni_ip_lan;
  const wan = values.omni_ip_wan ?? (isPublicIpv4(values.ansible_host) ? values.ansible_host : lan);
  return { name: role === "app" ? "omnileads-app" : "omnileads-voice", role, connection, lan, wan };
}

function customOf(
  sources: TenantSources,
  { app, settings }: Inventory,
  vaultPassword: string | undefined,
  now: Date,
): { custom?: CustomCertificate; problems: readonly Problem[] } {
  if (settings.certs !== "custom") return { problems: [] };
  const names = settings.fqdn === undefined ? distinct(app.omni_ip_lan, app.ansible_host) : [settings.fqdn];
  const { certificate, key } = sources;
  const folder = besides(sources, "");
  const result = readCertificate({ folder, certificate, key, names, vaultPassword, now });
  return result.ok ? { custom: result.custom, problems: [] } : { problems: result.problems };
}

function distinct<T extends Connection | string>(first: T, second: T): readonly T[] {
  return JSON.stringify(first) === JSON.stringify(second) ? [first] : [first, second];
}

/** The path of a file of the tenant's folder, as messages call it. */
function besides(sources: TenantSources, name: string): string {
  return sources.inventory.path.replace(/[^/]*$/, name);
}
