/** Reads a whole fleet's folder: every tenant's files and `fleet.yml`. Quick, bounded, and no link is followed. */
import { existsSync, readdirSync, statSync, type Dirent } from "node:fs";
import { join } from "node:path";
import type { FaultKind, FolderFault } from "../inventory/fleet/folder-fault.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import type { SourceFile } from "../inventory/source-file.ts";
import { LOCK_FILE } from "../lock/lock.ts";
import { readBounded } from "./read-bounded.ts";

/** Everything a fleet's folder holds that is read, and what could not be. */
export interface FleetFolder {
  /** Sorted by name; ill-named folders with an inventory are among them. */
  readonly tenants: readonly TenantSources[];
  readonly fleetFile?: SourceFile;
  readonly faults: readonly FolderFault[];
}

/** The file of the fleet's own policy, beside the tenants' folders. */
export const FLEET_FILE = "fleet.yml";

const INVENTORY = "inventory.yml";

/** Where each file of a tenant's folder goes. */
const PARTS = new Map<string, Exclude<keyof TenantSources, "name" | "others">>([
  [INVENTORY, "inventory"],
  ["tenant.yml", "tenantFile"],
  ["known_hosts", "knownHosts"],
  ["cert.pem", "certificate"],
  ["key.pem", "key"],
  [LOCK_FILE, "lock"],
]);

/**
 * Reads the fleet under `directory`. `prefix` is what messages put before a name in it: `instances/`.
 * Throws where the folder cannot be listed.
 */
export function readFleetFolder(directory: string, prefix: string): FleetFolder {
  const entries = readdirSync(directory, { withFileTypes: true }).sort(byName);
  const reader = new FleetReader();
  const fleet = entries.find(({ name }) => name === FLEET_FILE);
  const fleetFile = fleet && reader.readEntry(fleet, directory, prefix, "");
  const tenants = entries.flatMap((entry) => reader.readTenant(entry, directory, prefix) ?? []);
  return { tenants, ...(fleetFile === undefined ? {} : { fleetFile }), faults: reader.faults };
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

class FleetReader {
  readonly faults: FolderFault[] = [];

  /** The sources of a folder that is a tenant's; undefined where it is none, or its inventory could not be read. */
  readTenant(entry: Dirent, directory: string, prefix: string): TenantSources | undefined {
    const { name } = entry;
    if (name.startsWith(".")) return undefined;
    if (name === INVENTORY) return this.#fault("beside", `${prefix}${name}`, "");
    const folder = join(directory, name);
    if (entry.isSymbolicLink()) {
      if (isFolder(folder)) this.#fault("link", `${prefix}${name}`, name);
      return undefined;
    }
    return entry.isDirectory() ? this.#readFolder(name, folder, `${prefix}${name}/`) : undefined;
  }

  /** The text of a directory's entry, or undefined and a fault. */
  readEntry(entry: Dirent, folder: string, prefix: string, tenant: string): SourceFile | undefined {
    const path = `${prefix}${entry.name}`;
    const real = join(folder, entry.name);
    if (!entry.isFile()) return this.#fault(entry.isSymbolicLink() ? "link" : "not-a-file", path, tenant);
    try {
      const result = readBounded(real);
      return result.ok ? { path, text: result.text } : this.#fault(result.reason, path, tenant);
    } catch (error) {
      return this.#fault("unreadable", path, tenant, causeOf(error));
    }
  }

  #readFolder(name: string, folder: string, prefix: string): TenantSources | undefined {
    const entries = this.#list(name, folder, prefix);
    const parts: Partial<Record<Exclude<keyof TenantSources, "name" | "others">, SourceFile>> = {};
    for (const entry of entries) {
      const part = PARTS.get(entry.name);
      const source = part && this.readEntry(entry, folder, prefix, name);
      if (part !== undefined && source !== undefined) parts[part] = source;
    }
    const { inventory } = parts;
    if (inventory !== undefined) {
      const others = entries.flatMap((entry) => this.#readOther(entry, folder, prefix, name));
      return { name, ...parts, inventory, ...(others.length > 0 && { others }) };
    }
    const isThere = entries.some((entry) => entry.name === INVENTORY);
    if (!isThere && entries.some((entry) => isOfTenant(entry) || isTenantFolder(folder, entry))) {
      this.#fault("no-inventory", `${prefix}${INVENTORY}`, name);
    }
    return undefined;
  }

  /** A file that is no part of a tenant: a link is refused, and what is no text counts as empty. */
  #readOther(entry: Dirent, folder: string, prefix: string, tenant: string): readonly SourceFile[] {
    if (PARTS.has(entry.name) || entry.isDirectory()) return [];
    if (!entry.isFile()) {
      this.readEntry(entry, folder, prefix, tenant);
      return [];
    }
    const path = `${prefix}${entry.name}`;
    try {
      const result = readBounded(join(folder, entry.name));
      return [{ path, text: result.ok ? result.text : "" }];
    } catch {
      return [{ path, text: "" }];
    }
  }

  #list(name: string, folder: string, prefix: string): readonly Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      this.#fault("unreadable", prefix, name, causeOf(error));
      return [];
    }
  }

  #fault(kind: FaultKind, file: string, tenant: string, detail = ""): undefined {
    this.faults.push({ kind, file, tenant, detail });
  }
}

/** Whether a file shows that its folder was meant to be a tenant's. */
function isOfTenant({ name }: Dirent): boolean {
  return PARTS.has(name) || /^inventory\b/i.test(name);
}

/** Whether a folder of a folder is a tenant's, one level too deep. */
function isTenantFolder(folder: string, entry: Dirent): boolean {
  return entry.isDirectory() && existsSync(join(folder, entry.name, INVENTORY));
}

/** A link that cannot be followed, such as one to itself, may lead to a folder. */
function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return true;
  }
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
