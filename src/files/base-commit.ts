/** Finds the commit a plan compares with. */
import { commitOf, git } from "./git-objects.ts";
import { runGit } from "./git.ts";

/** A commit and why it was taken, as a clause; or one sentence on why there is none. */
export type BaseResult =
  | { readonly ok: true; readonly commit: string; readonly why: string }
  | { readonly ok: false; readonly message: string };

/** The revision that was named, else where the branch left the default branch, else the last commit. */
export function findBase(directory: string, revision: string | undefined): BaseResult {
  if (revision !== undefined) {
    const commit = commitOf(directory, revision);
    if (commit !== undefined) return { ok: true, commit, why: `which is ${revision}` };
    const remedy = "Fetch it first (actions/checkout with fetch-depth: 0), or name another one.";
    return { ok: false, message: `git knows no commit '${revision}'. ${remedy}` };
  }
  const head = commitOf(directory, "HEAD");
  if (head === undefined) {
    const message = `${directory} is in no git repository with a commit, so there is nothing to compare with.`;
    return { ok: false, message };
  }
  const branch = defaultBranch(directory);
  const left = branch && runGit(directory, ["merge-base", branch, head])?.stdout.trim();
  if (!left || left === head)
    return { ok: true, commit: head, why: "the last commit, as the branch has none of its own" };
  return { ok: true, commit: left, why: `where the branch left ${branch}` };
}

/** The remote's default branch, or the one that is usually called so. */
function defaultBranch(directory: string): string | undefined {
  const head = runGit(directory, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
  const named = head?.status === 0 ? [head.stdout.trim()] : [];
  const usual = ["origin/main", "origin/master", "main", "master"];
  return [...named, ...usual].find((name) => commitOf(directory, name) !== undefined);
}

/**
 * The base of the merge that a pull request's run has checked out: the tip of its branch, which may be newer than the
 * one the event names. `head` is the pull request's own commit.
 */
export function mergedBase(directory: string, head: string): string | undefined {
  return commitOf(directory, "HEAD^2") === head ? commitOf(directory, "HEAD^1") : undefined;
}

/** When a commit was made. */
export function timeOf(directory: string, commit: string): Date {
  return new Date(git(directory, ["show", "--no-patch", "--no-notes", "--format=%cI", commit]).trim());
}
