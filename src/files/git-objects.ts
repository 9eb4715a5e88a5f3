/** Reads commits without touching the checkout: listings, contents, and a copy of files in a private folder. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gitArguments, gitEnvironment, runGit } from "./git.ts";
import type { Listing } from "../plan/states.ts";

/** Bytes of all contents that are read at once. */
const LARGEST_BATCH = 512 * 1024 * 1024;

/** The commit a revision names, or undefined. */
export function commitOf(directory: string, revision: string): string | undefined {
  if (revision === "" || revision.startsWith("-") || /[\u0000-\u0020\u007f]/.test(revision)) return undefined;
  const words = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const end = runGit(directory, words);
  return end?.status === 0 ? end.stdout.trim() : undefined;
}

/** Files of a commit under some paths, seen from the repository's top; links are left out. Throws git's sentence. */
export function listCommit(top: string, commit: string, paths: readonly string[]): Listing {
  const output = git(top, ["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...paths]);
  const entries = output.split("\0").flatMap((line) => {
    const found = /^(100\d{3}) blob ([0-9a-f]+)\t(.+)$/s.exec(line);
    return found === null ? [] : [[found[3] ?? "", found[2] ?? ""] as const];
  });
  return new Map(entries);
}

/** The same of the work tree: files git tracks, and new ones it does not ignore. `like` is any name git gave a content. */
export function listWorkTree(top: string, paths: readonly string[], like: string): Listing {
  const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...paths];
  const names = [...new Set(git(top, words).split("\0"))].filter((name) => name !== "").sort();
  return new Map(
    names.flatMap((name) => {
      const stat = lstatSync(join(top, name), { throwIfNoEntry: false });
      if (!stat?.isFile()) return [];
      return [[name, blobName(readFileSync(join(top, name)), like)] as const];
    }),
  );
}

/** Git's name for a content, with the hash that `like` was made with. */
function blobName(content: Buffer, like: string): string {
  const hash = createHash(like.length > 40 ? "sha256" : "sha1");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}

/** Contents by git's names for them. Throws git's sentence. */
export function readContents(top: string, names: Iterable<string>): ReadonlyMap<string, Buffer> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const { error, status, stdout } = spawnSync("git", gitArguments(top, ["cat-file", "--batch"]), {
    input: `${wanted.join("\n")}\n`,
    maxBuffer: LARGEST_BATCH,
    env: gitEnvironment(),
  });
  if (error !== undefined || status !== 0) throw new Error("git cannot read the contents of a commit");
  return parseBatch(stdout);
}

/** `<name> blob <size>\n<content>\n`, again and again; a missing one has no content. */
function parseBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf("\n", at);
    const [name = "", , size] = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (size === undefined) continue;
    contents.set(name, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return contents;
}

/** Writes files of a listing into a folder, for this user alone. Paths lead nowhere else: git refuses those that do. */
export function writeListing(top: string, listing: Listing, folder: string): void {
  const contents = readContents(top, listing.values());
  for (const [path, name] of listing) {
    const content = contents.get(name);
    if (content === undefined || path.split("/").includes("..")) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), content, { mode: 0o600 });
  }
}

/** Git's answer; throws its first line. */
export function git(directory: string, args: readonly string[]): string {
  const end = runGit(directory, args);
  if (end?.status === 0) return end.stdout;
  throw new Error(end?.stderr.trim().split("\n")[0] ?? "git cannot be started");
}
