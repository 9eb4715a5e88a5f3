/** What git knows of a branch: its tip at the remote, and what lies between two commits. Values in, values out; no throw. */
import { execFile } from "node:child_process";
import type { History, Since } from "../fleet/candidates.ts";
import type { TenantRecord } from "../fleet/record.ts";
import { gitArguments, gitEnvironment, runGit } from "./git.ts";

/** A commit, or one sentence on why it is not known. */
export type TipResult =
  { readonly ok: true; readonly commit: string } | { readonly ok: false; readonly message: string };

/** A branch of a remote. */
export interface RemoteBranch {
  /** The checkout's folder. */
  readonly directory: string;
  /** A remote's name or address. */
  readonly remote: string;
  readonly branch: string;
  /** The value of the HTTP header `Authorization`, such as `basic …`; it goes by the environment, never by argv. */
  readonly authorization?: string;
  /** Milliseconds it may take. */
  readonly timeout: number;
}

const COMMIT = /^[0-9a-f]{40,64}$/;

/** The commit the branch is at now, as the remote says; nothing of the checkout changes. */
export async function readTip({ branch, remote, ...where }: RemoteBranch): Promise<TipResult> {
  const reference = `refs/heads/${branch}`;
  const end = await ask(where, ["ls-remote", "--exit-code", "--", remote, reference]);
  if (end.status === 2) return { ok: false, message: `${remote} has no branch ${branch}.` };
  if (end.status !== 0)
    return { ok: false, message: `git cannot read ${branch} of ${remote}: ${end.cause}.` };
  const line = end.stdout.split("\n").find((text) => text.endsWith(`\t${reference}`));
  const commit = line?.split("\t")[0] ?? "";
  return COMMIT.test(commit)
    ? { ok: true, commit }
    : { ok: false, message: `git did not name the commit of ${branch} of ${remote}.` };
}

/** Whether `commit` is `of` or an ancestor of it; null: git cannot tell, as where it does not know one of them. */
export function isAncestor(directory: string, commit: string, of: string): boolean | null {
  if (!COMMIT.test(commit) || !COMMIT.test(of)) return null;
  const status = runGit(directory, ["merge-base", "--is-ancestor", commit, of])?.status;
  return status === 0 ? true : status === 1 ? false : null;
}

/** The files that differ between two commits, from the repository's root, both names of a renamed one; null: git cannot tell. */
export function filesBetween(directory: string, base: string, tip: string): readonly string[] | null {
  if (!COMMIT.test(base) || !COMMIT.test(tip)) return null;
  const diff = [
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--name-only",
    "-z",
    base,
    tip,
    "--",
  ];
  const end = runGit(directory, diff);
  return end?.status === 0 ? end.stdout.split("\0").filter((name) => name !== "") : null;
}

/** The most commits of records that git is asked of: a fleet on schedule has one or two. */
const MOST_COMMITS = 50;

/**
 * What git says of the last fully successful deploy (its commit, or null) and of the commits of the tenants' records,
 * as candidates are found from them.
 */
export function readHistory(
  directory: string,
  lastSuccess: string | null,
  records: Iterable<Pick<TenantRecord, "commit" | "settled">>,
  tip: string,
): History {
  const named = Array.from(records).flatMap(({ commit, settled }) => [commit, settled ?? commit]);
  const commits = [...new Set(named)].slice(0, MOST_COMMITS);
  return {
    since: readSince(directory, lastSuccess, tip),
    sinceRecord: new Map(commits.map((commit) => [commit, readSince(directory, commit, tip)])),
  };
}

/** What git says of one commit. A commit that the tip does not descend from is compared with nothing. */
export function readSince(directory: string, commit: string | null, tip: string): Since {
  if (commit === null) return { commit, isAncestor: null, files: null };
  const ancestor = isAncestor(directory, commit, tip);
  return {
    commit,
    isAncestor: ancestor,
    files: ancestor === true ? filesBetween(directory, commit, tip) : null,
  };
}

/** The last commit, up to `tip`, that changed one of `paths`; null: none did, or git cannot tell. */
export function lastChangeOf(directory: string, tip: string, paths: readonly string[]): string | null {
  const end = runGit(directory, ["log", "-1", "--format=%H", tip, "--", ...paths]);
  const commit = end?.status === 0 ? end.stdout.trim() : "";
  return COMMIT.test(commit) ? commit : null;
}

interface Asked {
  readonly status: number | null;
  readonly stdout: string;
  /** Why it failed, without a full stop. */
  readonly cause: string;
}

/** Runs git with the network in reach, without blocking this process. */
function ask(
  { directory, authorization, timeout }: Omit<RemoteBranch, "branch" | "remote">,
  args: readonly string[],
): Promise<Asked> {
  const header = authorization === undefined ? {} : headerSetting(`Authorization: ${authorization}`);
  return new Promise((resolve) => {
    const options = { env: { ...gitEnvironment(), ...header }, timeout, encoding: "utf8" } as const;
    const child = execFile("git", gitArguments(directory, args), options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      const late = error?.killed === true ? `it took longer than ${timeout / 1000} s` : undefined;
      const cause = late ?? stderr.trim().split("\n").at(-1)?.replace(/\.$/, "") ?? "";
      resolve({ status, stdout, cause: cause === "" ? "git cannot be started" : cause });
    });
    child.stdin?.end();
  });
}

/** A git setting given by the environment, where no process list shows it. */
function headerSetting(value: string): Readonly<Record<string, string>> {
  return { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "http.extraheader", GIT_CONFIG_VALUE_0: value };
}
