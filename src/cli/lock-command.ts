/** `oml lock`: writes what tenants' tags name now into their locks, or with `--check` says what would change. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { tenantNames } from "../files/tenant-folder.ts";
import { writeLock } from "../files/write-lock.ts";
import { imagesIn } from "../lock/lock.ts";
import { formatChange } from "../lock/make-lock.ts";
import { RegistryClient } from "../registry/client.ts";
import { readRegistries } from "../registry/settings.ts";
import { componentNames } from "./find-release.ts";
import { existingTenant, instancesOf } from "./load-tenant.ts";
import { relockTenants, type Relocked } from "./lock-tenants.ts";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/**
 * Prints one line a difference; returns 0, or 1 where a tenant's lock could not be made, or with `--check` is not what
 * registries say. Throws `WrongCall`.
 */
export async function runLock(options: Options): Promise<number> {
  const directory = instancesOf(options);
  const isCheck = options.switches.has("check");
  const names = componentNames(options.component);
  const tenants = tenantsOf(options, directory);
  const client = new RegistryClient(readRegistries(process.env));
  const relocked = await relockTenants(directory, tenants, names, client);
  const ends = isCheck ? relocked : relocked.map((one) => writeRelocked(directory, one));
  process.stdout.write(options.format === "json" ? formatJson(ends, isCheck) : formatText(ends, isCheck));
  return ends.some((end) => !end.ok || (isCheck && end.isChanged)) ? 1 : 0;
}

function tenantsOf({ tenant, switches }: Options, directory: string): readonly string[] {
  if ((tenant === undefined) !== switches.has("all")) {
    throw new WrongCall("oml lock: which tenants? Give --tenant NAME or --all.");
  }
  if (!existsSync(directory)) throw new WrongCall(`oml lock: there is no folder ${directory}.`);
  return tenant === undefined ? tenantNames(directory) : [existingTenant({ tenant }, directory)];
}

/** Writes a lock that changed; a folder that cannot be written hinders no other. */
export function writeRelocked(directory: string, relocked: Relocked): Relocked {
  if (!relocked.ok || !relocked.isChanged) return relocked;
  try {
    writeLock(join(directory, relocked.tenant), relocked.text);
    return relocked;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const message = `the lock cannot be written: ${cause}`;
    return { ok: false, tenant: relocked.tenant, message, isOwnFault: false };
  }
}

function formatText(ends: readonly Relocked[], isCheck: boolean): string {
  return ends
    .map((end) =>
      linesOf(end, isCheck)
        .map((line) => `${end.tenant}: ${line}\n`)
        .join(""),
    )
    .join("");
}

function linesOf(end: Relocked, isCheck: boolean): readonly string[] {
  if (!end.ok) return [`not locked, and nothing was written: ${end.message}.`];
  const count = `${String(imagesIn(end.lock).length)} images`;
  if (!end.isChanged) return [`${count} as locked.`];
  const remedy = `Not as registries say; nothing was written. To lock it: oml lock --tenant ${end.tenant}`;
  return [...end.changes.map(formatChange), isCheck ? remedy : `${count} locked.`];
}

function formatJson(ends: readonly Relocked[], isCheck: boolean): string {
  const tenants = ends.map((end) => {
    const { tenant } = end;
    if (!end.ok) return { tenant, ok: false, error: end.message };
    return {
      tenant,
      ok: true,
      changed: end.isChanged,
      written: end.isChanged && !isCheck,
      changes: end.changes,
    };
  });
  return `${JSON.stringify({ format: 1, check: isCheck, tenants })}\n`;
}
