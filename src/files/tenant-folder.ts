/** Reads tenants' folders. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile, TenantSources } from "../inventory/tenant.ts";

/** The sources of a tenant, or why its folder could not be read: one sentence with its remedy. */
export type FolderResult =
  { readonly ok: true; readonly sources: TenantSources } | { readonly ok: false; readonly message: string };

/** Whether `name` can be a tenant's: `[a-z0-9][a-z0-9-]*`. */
export function isTenantName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(name);
}

/** The names of the tenants under `directory`, sorted: well-named folders with an `inventory.yml`. */
export function tenantNames(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => isTenantName(name) && existsSync(join(directory, name, "inventory.yml")))
    .sort();
}

/** Reads the files of one tenant. */
export function readTenantFolder(directory: string, name: string): FolderResult {
  if (!isTenantName(name)) {
    const rule =
      "a tenant's name is lower-case letters, digits and hyphens, and does not begin with a hyphen";
    return { ok: false, message: `'${name}' is not a tenant's name: ${rule}.` };
  }
  try {
    return readSources(join(directory, name), name, directory);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `The folder ${join(directory, name)} cannot be read: ${cause}.` };
  }
}

function readSources(folder: string, name: string, directory: string): FolderResult {
  const inventory = readIfThere(join(folder, "inventory.yml"));
  if (inventory === undefined) {
    const tenants = tenantNames(directory).join(", ") || "none yet";
    const remedy = `Tenants: ${tenants}. For a new one: mkdir -p ${folder} && cp inventory.yml ${folder}/`;
    return { ok: false, message: `There is no ${join(folder, "inventory.yml")}. ${remedy}` };
  }
  const others = {
    tenantFile: readIfThere(join(folder, "tenant.yml")),
    knownHosts: readIfThere(join(folder, "known_hosts")),
    certificate: readIfThere(join(folder, "cert.pem")),
    key: readIfThere(join(folder, "key.pem")),
  };
  const present = Object.entries(others).filter(([, file]) => file !== undefined);
  return { ok: true, sources: { name, inventory, ...Object.fromEntries(present) } };
}

function readIfThere(path: string): SourceFile | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return { path, text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    if (error instanceof TypeError) throw new Error(`${path} is not UTF-8 text`, { cause: error });
    throw error;
  }
}
