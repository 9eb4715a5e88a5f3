/** Brings the files of one tenant back to an earlier commit, from git, and leaves the rest alone. */
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sayDropFolder } from "../deploy/source.ts";
import { runGit } from "./git.ts";
import { decidesTheSame, type TenantTexts } from "../release/same-files.ts";

/** The files of a tenant's folder that a rollback brings back. Host keys stay: they are of today's machines. */
export const ROLLED_BACK = [
  "inventory.yml",
  "images.lock.json",
  "tenant.yml",
  "cert.pem",
  "key.pem",
] as const;

/** A commit, in words. */
export interface CommitName {
  readonly hash: string;
  /** `2024-05-01 Upgrade asterisk` */
  readonly words: string;
}

/** What a rollback did, or one sentence why it did nothing. */
export type RollbackResult =
  | { readonly ok: true; readonly to: CommitName; readonly changed: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Edits the tenant's files back to `revision`, or to the last commit whose release was another one. */
export function rollBack(directory: string, tenant: string, revision: string | undefined): RollbackResult {
  const status = runGit(directory, ["status", "--porcelain=v1", "--untracked-files=all", "--", tenant]);
  if (status?.status !== 0) return no(`git cannot read ${directory}: ${firstLine(status?.stderr)}`);
  const now = textsAt(directory, tenant, "HEAD");
  if (now === undefined) return no(`${tenant} is not in git`);
  if (status.stdout !== "") {
    const drop = sayDropFolder(directory, tenant);
    return no(`the folder of ${tenant} is not as committed; commit what is there, or drop it: ${drop}`);
  }
  const found = revision === undefined ? findBefore(directory, tenant, now) : resolve(directory, revision);
  if (!found.ok) return found;
  const before = textsAt(directory, tenant, found.hash);
  if (before === undefined) return no(`there is no ${tenant}/inventory.yml in ${found.hash.slice(0, 10)}`);
  const changed = ROLLED_BACK.filter((name) => before[name] !== now[name]);
  if (changed.length === 0)
    return no(`the files of ${tenant} are those of ${found.hash.slice(0, 10)} already`);
  write(join(directory, tenant), changed, before);
  return { ok: true, to: { hash: found.hash, words: wordsOf(directory, found.hash) }, changed };
}

type Found = { readonly ok: true; readonly hash: string } | { readonly ok: false; readonly message: string };

function no(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

function resolve(directory: string, revision: string): Found {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const end = runGit(directory, args);
  return end?.status === 0
    ? { ok: true, hash: end.stdout.trim() }
    : no(`git knows no commit '${revision}' (a shallow clone does not know old ones: git fetch --unshallow)`);
}

/** Follows the branch itself: what a merge brought is one step. */
function findBefore(directory: string, tenant: string, now: TenantTexts): Found {
  const log = runGit(directory, ["log", "--first-parent", "--format=%H", "HEAD", "--", tenant]);
  for (const commit of log?.stdout.split("\n").filter(Boolean) ?? []) {
    const parent = runGit(directory, ["rev-parse", "--verify", "--quiet", `${commit}^`])?.stdout.trim() ?? "";
    const before = parent === "" ? undefined : textsAt(directory, tenant, parent);
    if (before !== undefined && !decidesTheSame(before, now)) return { ok: true, hash: parent };
  }
  const isShallow = runGit(directory, ["rev-parse", "--is-shallow-repository"])?.stdout.trim() === "true";
  return no(
    isShallow
      ? `this clone is shallow and holds no release of ${tenant} before this one: git fetch --unshallow`
      : `git holds no release of ${tenant} before this one`,
  );
}

/** The tenant's files in a commit; undefined where it has no inventory there. */
function textsAt(directory: string, tenant: string, commit: string): TenantTexts | undefined {
  const entries = ROLLED_BACK.flatMap((name) => {
    const end = runGit(directory, ["show", "--no-textconv", `${commit}:./${tenant}/${name}`]);
    return end?.status === 0 ? [[name, end.stdout] as const] : [];
  });
  const texts = Object.fromEntries(entries);
  return texts["inventory.yml"] === undefined ? undefined : texts;
}

function wordsOf(directory: string, hash: string): string {
  return runGit(directory, ["show", "--no-patch", "--format=%cs %s", hash])?.stdout.trim() ?? "";
}

/** Every new text is written beside its file before the first is put in place. */
function write(folder: string, names: readonly string[], texts: TenantTexts): void {
  const beside = (name: string): string => join(folder, `.${name}.rollback`);
  try {
    for (const name of names) {
      const text = texts[name];
      if (text !== undefined) writeFileSync(beside(name), text, { mode: name === "key.pem" ? 0o600 : 0o644 });
    }
    for (const name of names) {
      if (texts[name] === undefined) rmSync(join(folder, name), { force: true });
      else renameSync(beside(name), join(folder, name));
    }
  } finally {
    for (const name of names.filter((one) => existsSync(beside(one)))) rmSync(beside(name));
  }
}

function firstLine(text: string | undefined): string {
  return text?.trim().split("\n")[0] ?? "git cannot be started";
}
