/** From git's listings to each tenant's earlier states. Pure. */
import { fingerprintOf } from "../release/fingerprint.ts";

/** A folder's files: git's name for the content of each, by path. */
export type Listing = ReadonlyMap<string, string>;

/** What one commit did to files: git's names for their content before and after; null where there was no file. */
export interface CommitChange {
  readonly commit: string;
  readonly files: readonly {
    readonly path: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** A state of a tenant's folder, and the commit that made it. */
export interface FolderState {
  readonly commit: string;
  readonly files: Listing;
}

/** One name for the whole content of a folder. */
export function stateOf(files: Listing): string {
  return fingerprintOf(Object.fromEntries(files));
}

/**
 * The states of one tenant's folder, the oldest first: `present` is the last of them. Going back, each change is undone.
 * `changes` are the newest first, their paths within the folder.
 */
export function statesBefore(present: Listing, changes: readonly CommitChange[]): readonly FolderState[] {
  const states: FolderState[] = [];
  const files = new Map(present);
  for (const change of changes) {
    states.push({ commit: change.commit, files: new Map(files) });
    for (const { path, before } of change.files) {
      if (before === null) files.delete(path);
      else files.set(path, before);
    }
  }
  return states.reverse();
}

/** Reads `git log --raw -z --no-abbrev --no-renames --format=%x00%H`. */
export function parseRawLog(output: string): readonly CommitChange[] {
  const changes: { commit: string; files: CommitChange["files"][number][] }[] = [];
  const tokens = output.split("\0");
  for (let at = 0; at < tokens.length; at += 1) {
    const token = (tokens[at] ?? "").trim();
    const raw = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) [A-Z]/.exec(token);
    if (raw !== null) {
      const [, before = "", after = ""] = raw;
      changes
        .at(-1)
        ?.files.push({ path: tokens[at + 1] ?? "", before: nameOf(before), after: nameOf(after) });
      at += 1;
    } else if (/^[0-9a-f]{40,64}$/.test(token)) changes.push({ commit: token, files: [] });
  }
  return changes;
}

function nameOf(hash: string): string | null {
  return /^0+$/.test(hash) ? null : hash;
}

/** The changes under `folder` (ending with a slash) alone, by paths within it. */
export function changesUnder(changes: readonly CommitChange[], folder: string): readonly CommitChange[] {
  return changes.flatMap(({ commit, files }) => {
    const own = files.filter(({ path }) => path.startsWith(folder));
    const within = own.map((file) => ({ ...file, path: file.path.slice(folder.length) }));
    return within.length === 0 ? [] : [{ commit, files: within }];
  });
}
