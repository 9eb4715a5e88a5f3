/** Reads a fleet's folder and judges it: what `oml validate` and the action share. */
import type { ChangedFiles } from "../cli/changed-files.ts";
import { checkFleet } from "../inventory/fleet/fleet.ts";
import type { Problem } from "../inventory/problem.ts";
import type { RemovedTenant } from "../inventory/fleet/removed.ts";
import type { Findings } from "../report/findings.ts";
import { readFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { markIgnoredKeys } from "./ignored-keys.ts";
import { imagesFor } from "./images-for.ts";

/** What is to be judged. */
export interface Case {
  /** The tenants' folder, an absolute path. */
  readonly directory: string;
  /** What messages put before a name in that folder: `instances/`. */
  readonly prefix: string;
  /** What a change touches, where that is known: its problems come first, and tenants it removes are looked for. */
  readonly changes?: ChangedFiles;
  readonly vaultPassword?: string;
  /** Decides whether certificates are in date. */
  readonly now: Date;
}

/** What was read, and what is wrong with it. */
export interface Judgement {
  readonly folder: FleetFolder;
  readonly findings: Findings;
}

/** Judges every file of the folder. Throws where it cannot be listed. */
export async function judge({ directory, prefix, changes, vaultPassword, now }: Case): Promise<Judgement> {
  const read = readFleetFolder(directory, prefix);
  const folder = { ...read, tenants: markIgnoredKeys(read.tenants, directory, prefix) };
  const problems = checkFleet({
    ...folder,
    now,
    removed: removedTenants(changes, folder, prefix),
    ...(await imagesFor()),
    ...(vaultPassword === undefined ? {} : { vaultPassword }),
  });
  const tenants = folder.tenants.map(({ name }) => name);
  return { folder, findings: { tenants, problems: changedFirst(problems, changes, prefix) } };
}

/** The tenants whose inventory is gone, with what it said. */
function removedTenants(
  changes: ChangedFiles | undefined,
  folder: FleetFolder,
  prefix: string,
): readonly RemovedTenant[] {
  const present = new Set(folder.tenants.map(({ name }) => name));
  return [...(changes?.deleted ?? [])].flatMap((path) => {
    const name = /^([^/]+)\/inventory\.yml$/.exec(path)?.[1];
    if (name === undefined || present.has(name)) return [];
    return [{ name, inventory: { path: prefix + path, text: changes?.before(path) ?? "" } }];
  });
}

function changedFirst(
  problems: readonly Problem[],
  changes: ChangedFiles | undefined,
  prefix: string,
): readonly Problem[] {
  if (changes === undefined) return problems;
  const isChanged = ({ file }: Problem) => changes.changed.has(file.slice(prefix.length));
  return [...problems.filter(isChanged), ...problems.filter((problem) => !isChanged(problem))];
}
