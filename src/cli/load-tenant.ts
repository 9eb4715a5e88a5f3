/** From what was typed to a valid tenant, or every problem of its files. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readFleetFolder, type FleetFolder } from "../files/fleet-folder.ts";
import { imagesFor } from "../files/images-for.ts";
import { ROOT } from "../files/root.ts";
import { readTenantFolder } from "../files/tenant-folder.ts";
import { checkMember } from "../inventory/fleet/fleet.ts";
import { faultProblem } from "../inventory/fleet/folder-problems.ts";
import { formatProblem, type Problem } from "../inventory/problem.ts";
import { readTenant } from "../inventory/read-tenant.ts";
import type { Tenant, TenantSources } from "../inventory/tenant.ts";
import { isTenantName } from "../inventory/tenant-name.ts";
import { LOCK_FILE } from "../lock/lock.ts";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/** A tenant, or what is wrong with its files. */
export type Loaded =
  | { readonly ok: true; readonly tenant: Tenant }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the tenant that was named, to look at it: of warnings nothing is said. Throws `WrongCall` where there is none of that name. */
export function loadTenant(options: Options, password = vaultPasswordOf(options)): Loaded {
  const result = readTenant(namedFolder(options, instancesOf(options)), password);
  return result.ok ? { ok: true, tenant: result.tenant } : result;
}

/**
 * The same for a deploy: judged by every rule of its fleet, `fleet.yml` included, before a host is touched.
 * How many warnings there are goes to stderr. `password` opens the vault; `lock` stands for the text of the tenant's own.
 */
export async function loadMember(
  options: Options,
  password: string | undefined,
  lock?: string,
): Promise<Loaded> {
  const directory = instancesOf(options);
  const name = tenantName(options, directory);
  const folder = withLock(readFleet(directory), name, lock);
  const own = folder.faults.filter(({ tenant }) => tenant === name);
  if (!folder.tenants.some((tenant) => tenant.name === name) || !isTenantName(name)) {
    return own.length > 0 ? { ok: false, problems: own.map(faultProblem) } : refuseName(directory, name);
  }
  const fleet = {
    ...folder,
    now: new Date(),
    ...(password === undefined ? {} : { vaultPassword: password }),
    ...(await imagesFor()),
  };
  const result = checkMember(fleet, name);
  if (!result.ok) return result;
  mention(result.warnings, result.tenant);
  return { ok: true, tenant: result.tenant };
}

function withLock(folder: FleetFolder, name: string, text: string | undefined): FleetFolder {
  if (text === undefined) return folder;
  const tenants = folder.tenants.map((tenant) => {
    const path = tenant.inventory.path.replace(/[^/]*$/, LOCK_FILE);
    return tenant.name === name ? { ...tenant, lock: { path, text } } : tenant;
  });
  return { ...folder, tenants };
}

/** Warnings are for who changes the files; who deploys is told that there are some. */
function mention({ length }: readonly Problem[], { name }: Tenant): void {
  if (length === 0) return;
  process.stderr.write(
    `oml: ${length} ${length === 1 ? "warning" : "warnings"} on the files of ${name}: oml validate\n`,
  );
}

/** A folder that is not there holds no tenant. */
function readFleet(directory: string): FleetFolder {
  return existsSync(directory) ? readFleetFolder(directory, `${directory}/`) : { tenants: [], faults: [] };
}

function refuseName(directory: string, name: string): never {
  const folder = readTenantFolder(directory, name);
  throw new WrongCall(`oml: ${folder.ok ? `${name} cannot be read.` : folder.message}`);
}

/** The tenant that was named, its files not judged; throws `WrongCall` where there is none of that name. */
export function existingTenant(options: Pick<Options, "tenant">, directory: string): string {
  return namedFolder(options, directory).name;
}

function namedFolder(options: Pick<Options, "tenant">, directory: string): TenantSources {
  const folder = readTenantFolder(directory, tenantName(options, directory));
  if (!folder.ok) throw new WrongCall(`oml: ${folder.message}`);
  return folder.sources;
}

function tenantName({ tenant }: Pick<Options, "tenant">, directory: string): string {
  if (tenant === undefined)
    throw new WrongCall(`oml: which tenant? Give --tenant NAME, a folder under ${directory}.`);
  return tenant;
}

/** The folder of the tenants that was named, or the checkout's own. */
export function instancesOf({ instances }: Options): string {
  return resolve(instances ?? (process.env["OML_INSTANCES"] || join(ROOT, "instances")));
}

/** The vault's password, where one was given; throws `WrongCall` where its file cannot be read. */
export function vaultPasswordOf({ vaultPasswordFile }: Options): string | undefined {
  if (vaultPasswordFile === undefined) return process.env["OML_VAULT_PASSWORD"];
  try {
    return readFileSync(vaultPasswordFile, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new WrongCall(`oml: the vault's password file cannot be read: ${cause}.`, { cause: error });
  }
}

/** All problems, one line each, for stderr; ends with a newline. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map((problem) => `${formatProblem(problem)}\n`).join("");
}
