/** Reads tenants' folders. */
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE } from "../lock/lock.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import type { SourceFile } from "../inventory/source-file.ts";
import { isTenantName, TENANT_NAME_FORM } from "../inventory/tenant-name.ts";
import { readBounded } from "./read-bounded.ts";

/** The sources of a tenant, or why its folder could not be read: one sentence with its remedy. */
export type FolderResult =
  { readonly ok: true; readonly sources: TenantSources } | { readonly ok: false; readonly message: string };

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
    return { ok: false, message: `'${name}' is not a tenant's name: ${TENANT_NAME_FORM}.` };
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
    lock: readIfThere(join(folder, LOCK_FILE)),
  };
  const present = Object.entries(others).filter(([, file]) => file !== undefined);
  return { ok: true, sources: { name, inventory, ...Object.fromEntries(present) } };
}

const REFUSALS = { "too-large": "is larger than 1 MiB", "not-utf8": "is not UTF-8 text" };

function readIfThere(path: string): SourceFile | undefined {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return undefined;
  if (!entry.isFile()) throw new Error(`${path} is not a regular file, and links are not followed`);
  const result = readBounded(path);
  if (!result.ok) throw new Error(`${path} ${REFUSALS[result.reason]}`);
  return { path, text: result.text };
}
