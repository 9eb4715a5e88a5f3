/** Tenants as they were at a commit, rendered with that commit's own code where the toolkit is part of the change. */
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TenantSources } from "../inventory/tenant.ts";
import type { PlannedTenant } from "../plan/planned.ts";
import { readFleetFolder } from "./fleet-folder.ts";
import { listCommit, writeListing } from "./git-objects.ts";
import { renderInChild } from "./render-child.ts";
import { renderFolder, type RenderedFolder } from "./rendered-folder.ts";
import { RENDER_BUNDLE } from "./toolkit-change.ts";

/** Some tenants at one moment. */
export interface Side {
  readonly tenants: ReadonlyMap<string, PlannedTenant>;
  /** Those whose files had errors. */
  readonly unreadable: readonly string[];
  /** Whether they were rendered with the code of that moment. */
  readonly isOwnCode: boolean;
}

/** Where snapshots are taken. */
export interface SnapshotPlace {
  /** The repository's top. */
  readonly top: string;
  /** The tenants' folder, from the top; empty, or ending with a slash. */
  readonly prefix: string;
  /** A private folder. */
  readonly folder: string;
  /** The toolkit's folder. */
  readonly root: string;
  /** Whether the toolkit lies in this repository. */
  readonly hasToolkit: boolean;
}

/** The named tenants at a commit. Throws git's sentence. */
export function takeSnapshot(
  { top, prefix, folder, root, hasToolkit }: SnapshotPlace,
  commit: string,
  names: readonly string[],
  now: Date,
): Side {
  const copy = mkdtempSync(join(folder, "at-"));
  const toolkit = hasToolkit ? ["playbooks", RENDER_BUNDLE] : [];
  const paths = [...names.map((name) => `${prefix}${name}`), ...toolkit];
  if (paths.length > 0) writeListing(top, listCommit(top, commit, paths), copy);
  const instances = join(copy, prefix);
  mkdirSync(instances, { recursive: true });
  const tenants = readFleetFolder(instances, prefix).tenants.filter(({ name }) => names.includes(name));
  const own = hasToolkit && names.length > 0 ? renderWithOwnCode(copy, instances, now) : undefined;
  return sideOf(
    tenants,
    own ?? renderFolder({ tenants, root: hasToolkit ? copy : root, now }),
    own !== undefined || !hasToolkit,
  );
}

function renderWithOwnCode(copy: string, instances: string, now: Date): RenderedFolder | undefined {
  const bundle = join(copy, RENDER_BUNDLE);
  if (!existsSync(bundle)) return undefined;
  writeFileSync(join(bundle, "..", "package.json"), `{"type":"module"}\n`, { mode: 0o600 });
  return renderInChild(bundle, { instances, root: copy, now: now.toISOString() });
}

/** Sources beside what was made of them. */
export function sideOf(
  sources: readonly TenantSources[],
  { tenants }: RenderedFolder,
  isOwnCode: boolean,
): Side {
  const made = new Map(Object.entries(tenants));
  const readable = sources.flatMap((source): readonly (readonly [string, PlannedTenant])[] => {
    const rendered = made.get(source.name);
    return rendered ? [[source.name, { sources: source, ...rendered }]] : [];
  });
  const planned = new Map(readable);
  const unreadable = sources.map(({ name }) => name).filter((name) => !planned.has(name));
  return { tenants: planned, unreadable, isOwnCode };
}
