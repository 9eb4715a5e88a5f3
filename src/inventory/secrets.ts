/** A tenant's secrets by the names of their slots. */
import { Secret } from "./secret.ts";
import type { Tenant } from "./tenant.ts";

/** The slot of the custom certificate's private key. */
export const CERTIFICATE_KEY = "key.pem";

/** The slots of the secrets in the block `backup` of `tenant.yml`. */
export const BACKUP_SLOTS = {
  password: "backup.password",
  escrowPassword: "backup.escrow_password",
  accessKey: "backup.bucket.access_key",
  secretKey: "backup.bucket.secret_key",
  adminPassword: "backup.restore_as.admin_password",
} as const;

/** The secrets of a tenant by slot name, or the names of those still sealed for want of the vault's password. */
export type SecretsResult =
  | { readonly ok: true; readonly secrets: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly sealed: readonly string[] };

/** Reveals every secret of a tenant, for `fill` and for redaction. */
export function secretsOf(tenant: Tenant): SecretsResult {
  const entries: readonly (readonly [string, unknown])[] = [
    ...Object.entries(tenant.settings),
    [CERTIFICATE_KEY, tenant.custom?.key],
    ...backupSecrets(tenant),
  ];
  const secrets = new Map<string, string>();
  const sealed: string[] = [];
  for (const [name, value] of entries) {
    if (!(value instanceof Secret)) continue;
    const text = value.reveal();
    if (text === undefined) sealed.push(name);
    else secrets.set(name, text);
  }
  return sealed.length === 0 ? { ok: true, secrets } : { ok: false, sealed };
}

function backupSecrets({ extras: { backup } }: Tenant): readonly (readonly [string, unknown])[] {
  return [
    [BACKUP_SLOTS.password, backup?.password],
    [BACKUP_SLOTS.escrowPassword, backup?.escrow_password],
    [BACKUP_SLOTS.accessKey, backup?.bucket?.access_key],
    [BACKUP_SLOTS.secretKey, backup?.bucket?.secret_key],
    [BACKUP_SLOTS.adminPassword, backup?.restore_as?.admin_password],
  ];
}
