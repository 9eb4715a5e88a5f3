/** Tenants for tests: a small valid one, and changes to it. */
import { stringify } from "yaml";
import { formatProblem, type Problem } from "./problem.ts";
import { readTenant } from "./read-tenant.ts";
import type { Tenant, TenantSources } from "./tenant.ts";

/** What a test changes. A variable set to undefined is left out. */
export interface Changes {
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly app?: Readonly<Record<string, unknown>>;
  readonly voice?: Readonly<Record<string, unknown>>;
  readonly sources?: Partial<TenantSources>;
}

/** Keys of hosts; nobody has their private halves. */
export const HOST_KEYS = [
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICtBkaAxiRSd1iGiTItJpY+N+5k5m0Wcb+tidjtLY8Fe",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILmPofK0IFs12xqSOPV9VsfpKw6NX29f+SVK3cStTz/+",
] as const;

/** Changes that make database and bucket a provider's. */
export const CLOUD: Changes = {
  vars: { postgres_host: "db.cloud.example", bucket_url: "https://s3.cloud.example" },
};

/** The sources of a valid tenant with `changes`. */
export function sourcesOf(changes: Changes = {}): TenantSources {
  return {
    name: "demo",
    inventory: { path: "instances/demo/inventory.yml", text: inventoryText(changes) },
    knownHosts: {
      path: "instances/demo/known_hosts",
      text: `10.0.0.1 ${HOST_KEYS[0]}\n10.0.0.2 ${HOST_KEYS[1]}\n`,
    },
    ...changes.sources,
  };
}

/** The text of a valid inventory with `changes`. */
export function inventoryText({ vars, app, voice }: Changes = {}): string {
  const hosts = {
    "omnileads-voice": {
      ansible_host: "10.0.0.2",
      omni_ip_lan: "10.0.0.2",
      application_host: "10.0.0.1",
      ...voice,
    },
    "omnileads-app": { ansible_host: "10.0.0.1", omni_ip_lan: "10.0.0.1", voice_host: "10.0.0.2", ...app },
  };
  return stringify({ all: { hosts, vars: { ...VARIABLES, ...vars } } }, { lineWidth: 0 });
}

const VARIABLES = {
  infra_env: "lan",
  TZ: "America/Argentina/Cordoba",
  postgres_user: "omnileads",
  postgres_password: "pg-secret-1",
  s3_http_admin_user: "minio",
  s3_http_admin_pass: "minio-secret-2",
  bucket_access_key: "bucket-access-3",
  bucket_secret_key: "bucket-secret-4",
  bucket_name: "demo",
  ami_user: "omniami",
  ami_password: "ami-secret-5",
  dialer_host: "10.0.0.9",
  dialer_user: "dialer",
  dialer_password: "dialer-secret-6",
};

/** A tenant with `changes`; throws where they make it invalid. */
export function aTenant(changes: Changes = {}): Tenant {
  const result = readTenant(sourcesOf(changes));
  if (!result.ok) throw new Error(result.problems.filter(isError).map(formatProblem).join("\n"));
  return result.tenant;
}

/** Whether a problem keeps a tenant from being deployed. */
export function isError({ severity }: Problem): boolean {
  return severity === "error";
}

/** The errors of a tenant with `changes`, as `path: message`. */
export function problemsOf(changes: Changes, now?: Date): readonly string[] {
  const result = readTenant(sourcesOf(changes), undefined, now);
  return result.ok ? [] : result.problems.filter(isError).map(({ path, message }) => `${path}: ${message}`);
}
