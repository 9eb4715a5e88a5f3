/** Reads what tenants were before, from the branch's own line of history. */
import { LOCK_FILE } from "../lock/lock.ts";
import { readLock } from "../lock/read-lock.ts";
import { NO_HISTORY, type TenantHistory } from "../plan/history.ts";
import {
  changesUnder,
  parseRawLog,
  stateOf,
  statesBefore,
  type FolderState,
  type Listing,
} from "../plan/states.ts";
import { git, readContents } from "./git-objects.ts";

/** Commits that are looked back upon. */
const MOST_COMMITS = 1000;

/** A fleet's listing as one of each tenant's folder, by paths within it. */
export function byTenant(listing: Listing, prefix: string): ReadonlyMap<string, Listing> {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, name] of listing) {
    const [tenant = "", ...rest] = path.startsWith(prefix) ? path.slice(prefix.length).split("/") : [];
    if (rest.length === 0) continue;
    const folder = folders.get(tenant) ?? new Map<string, string>();
    folders.set(tenant, folder.set(rest.join("/"), name));
  }
  return new Map([...folders].filter(([, files]) => files.has("inventory.yml")));
}

/** Where histories are read: a commit of a repository, and the tenants' folders at it. */
export interface HistoryPlace {
  readonly top: string;
  readonly commit: string;
  readonly prefix: string;
  readonly folders: ReadonlyMap<string, Listing>;
}

/** The histories of some tenants up to a commit: one look at git for all of them. Throws git's sentence. */
export function readHistories(
  { top, commit, prefix, folders }: HistoryPlace,
  names: readonly string[],
): (name: string) => TenantHistory {
  if (names.length === 0) return () => NO_HISTORY;
  const words = ["log", "--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-notes"];
  const range = ["--format=%x00%H", `--max-count=${MOST_COMMITS}`, commit, "--"];
  const output = git(top, [...words, ...range, ...names.map((name) => `${prefix}${name}`)]);
  const changes = parseRawLog(output);
  const states = new Map(
    names.map((name) => [
      name,
      statesBefore(folders.get(name) ?? new Map(), changesUnder(changes, `${prefix}${name}/`)),
    ]),
  );
  const locks = [...states.values()].flat().flatMap(({ files }) => files.get(LOCK_FILE) ?? []);
  const contents = readContents(top, locks);
  return (name) => historyOf(name, states.get(name) ?? [], contents);
}

function historyOf(
  tenant: string,
  states: readonly FolderState[],
  contents: ReadonlyMap<string, Buffer>,
): TenantHistory {
  const digests = new Map<string, string[]>();
  for (const { files } of states) {
    const text = contents.get(files.get(LOCK_FILE) ?? "")?.toString("utf8");
    const { lock } = readLock(text === undefined ? undefined : { path: LOCK_FILE, text }, tenant);
    for (const [component, [image]] of Object.entries(lock?.components ?? {})) {
      if (image !== undefined) digests.set(component, [...(digests.get(component) ?? []), image.digest]);
    }
  }
  return { digests, states: states.map(({ commit, files }) => ({ commit, state: stateOf(files) })) };
}
