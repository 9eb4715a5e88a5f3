/** A whole fleet judged: every tenant's rules, what tenants must not share, the fleet's own policies, ignores. */
import { readDocument } from "../yaml/document.ts";
import { viewsOf, type View } from "./facts.ts";
import { readFleetFile, type FleetFileResult } from "./fleet-file.ts";
import { checkFleetFile } from "./fleet-file-problems.ts";
import type { FolderFault } from "./folder-fault.ts";
import { faultProblem } from "./folder-problems.ts";
import { applyIgnores } from "./ignores.ts";
import { Documents } from "./places-of-findings.ts";
import { checkPolicy } from "./policy-problems.ts";
import { checkRegistries } from "./registry-problems.ts";
import { checkLock } from "../../lock/check-lock.ts";
import { compareLocks } from "../../lock/compare-locks.ts";
import type { NeededImages } from "../../lock/lock.ts";
import { inOrder, type Problem } from "../problem.ts";
import { readTenant } from "../read-tenant.ts";
import { findReferences, type RemovedTenant } from "./removed.ts";
import { folderName } from "../rules/fleet-folders.ts";
import { rules } from "../rules/index.ts";
import { report } from "../rules/rule.ts";
import { findShared, profileOf, type Profile } from "./shared.ts";
import type { Tenant, TenantResult, TenantSources } from "../tenant.ts";
import type { SourceFile } from "../source-file.ts";
import { isTenantName } from "../tenant-name.ts";

/** The files of a fleet, and what they are judged with. */
export interface Fleet {
  /** In the order their problems are to be told. */
  readonly tenants: readonly TenantSources[];
  /** `fleet.yml` */
  readonly fleetFile?: SourceFile;
  /** What could not be read. */
  readonly faults?: readonly FolderFault[];
  /** Tenants that the change at hand removes. */
  readonly removed?: readonly RemovedTenant[];
  /** Decides whether certificates are in date. */
  readonly now: Date;
  readonly vaultPassword?: string;
  /** The images a tenant runs: what its lock and the policy on registries are compared with. Absent: they are not. */
  readonly imagesOf?: (tenant: Tenant) => NeededImages;
}

/** Every problem of every file, folder by folder and top to bottom; `fleet.yml` first. */
export function checkFleet(fleet: Fleet): readonly Problem[] {
  const policies = readFleetFile(fleet.fleetFile);
  const judge = new Judge(fleet, policies);
  const profiles = fleet.tenants.map((sources) => {
    const result = readTenant(sources, fleet.vaultPassword, fleet.now, policies.policy);
    return judge.tenant(sources, result, fleet.vaultPassword !== undefined);
  });
  return judge.verdict(profiles);
}

/** One tenant beside its fleet. */
export type MemberResult =
  | { readonly ok: true; readonly tenant: Tenant; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Judges one tenant by the same rules, as a deploy needs it: of the others only what they share with it is looked at,
 * and their vaulted values stay sealed. Where `fleet.yml` is wrong no tenant passes. Throws where there is no such tenant.
 */
export function checkMember(fleet: Fleet, name: string): MemberResult {
  const own = fleet.tenants.find((sources) => sources.name === name);
  if (own === undefined) throw new Error(`no tenant ${name}`);
  const policies = readFleetFile(fleet.fleetFile);
  const result = readTenant(own, fleet.vaultPassword, fleet.now, policies.policy);
  const judge = new Judge(fleet, policies);
  const others = fleet.tenants.filter((sources) => sources !== own);
  const profiles = [
    judge.tenant(own, result, false),
    ...others.map((sources) => profileOf(sources, viewsIn(sources), false)),
  ];
  const folder = folderOf(own.inventory.path);
  const folders = new Set([folder, folderOf(folder.slice(0, -1))]);
  const problems = judge.verdict(profiles).filter(({ file }) => folders.has(folderOf(file)));
  const isRefused = !result.ok || problems.some(({ severity }) => severity === "error");
  return isRefused ? { ok: false, problems } : { ok: true, tenant: result.tenant, warnings: problems };
}

function viewsIn({ inventory }: TenantSources): readonly View[] {
  return viewsOf(readDocument(inventory).value);
}

const CODES: ReadonlySet<string> = new Set(rules.map(({ code }) => code));

/** Collects problems tenant by tenant, so that no tenant's document outlives its turn. */
class Judge {
  readonly #fleet: Fleet;
  readonly #policies: FleetFileResult;
  readonly #documents = new Documents();
  readonly #problems: Problem[] = [];

  constructor(fleet: Fleet, policies: FleetFileResult) {
    this.#fleet = fleet;
    this.#policies = policies;
  }

  /** Takes a tenant that has been read; returns what the others are compared with. */
  tenant(sources: TenantSources, result: TenantResult, isOpen: boolean): Profile {
    const views = viewsOf(result.inventory());
    const { policy, document } = this.#policies;
    const { removed = [], imagesOf } = this.#fleet;
    const documents = this.#documents;
    this.#problems.push(
      ...(result.ok ? result.warnings : result.problems),
      ...checkName(sources),
      ...checkPolicy({ policy, sources, views, documents }),
      ...findReferences(removed, sources, views, documents),
    );
    if (result.ok && imagesOf) {
      const needed = imagesOf(result.tenant);
      this.#problems.push(
        ...checkRegistries(policy, document, result.tenant.name, needed),
        ...checkLock(sources, result.tenant, needed),
      );
    }
    return profileOf(sources, views, isOpen, result.ok ? result.tenant.lock : undefined);
  }

  /** All problems, in order, ignores applied. */
  verdict(profiles: readonly Profile[]): readonly Problem[] {
    const { tenants, faults = [], fleetFile } = this.#fleet;
    const unread = new Set(faults.map(({ file }) => file));
    const found = [
      ...this.#problems,
      ...findShared(profiles, this.#documents),
      ...compareLocks(profiles.flatMap(({ lock }) => lock ?? [])),
      ...this.#policies.problems,
      ...checkFleetFile(this.#policies, tenants),
    ].filter(({ file }) => !unread.has(file));
    const groups = Map.groupBy([...found, ...faults.map(faultProblem)], ({ file }) => folderOf(file));
    const files = this.#filesByFolder(fleetFile);
    const folders = [...new Set([...groups.keys(), ...files.keys()])].sort();
    return folders.flatMap((folder) =>
      inOrder(applyIgnores(groups.get(folder) ?? [], files.get(folder) ?? [], CODES)),
    );
  }

  #filesByFolder(fleetFile: SourceFile | undefined): ReadonlyMap<string, readonly SourceFile[]> {
    const files = this.#fleet.tenants.flatMap(filesOf);
    return Map.groupBy(fleetFile === undefined ? files : [fleetFile, ...files], ({ path }) => folderOf(path));
  }
}

/** The files a comment can stand in. */
function filesOf({ inventory, tenantFile, knownHosts, certificate }: TenantSources): readonly SourceFile[] {
  return [inventory, tenantFile, knownHosts, certificate].filter((file) => file !== undefined);
}

function checkName({ name, inventory }: TenantSources): readonly Problem[] {
  if (isTenantName(name)) return [];
  const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return [report(folderName, "name", { file: inventory.path, path: "", ...start })];
}

/** `instances/acme/key.pem` → `instances/acme/`. */
function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/") + 1);
}
