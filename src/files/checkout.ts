/** What git says of the checkout that a deploy is made from. */
import { existsSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import type { Checkout, Tip } from "../deploy/source.ts";
import type { Relation } from "../deploy/refuse-release.ts";
import { runGit } from "./git.ts";
import { isAncestor } from "./git-branch.ts";
import { commitOf } from "./git-objects.ts";
import { ROLLED_BACK } from "./rollback.ts";

/** Seconds a remote may take to say where its branch is. */
const REMOTE_TIMEOUT = 60;

/**
 * What of the toolkit a laptop runs when it deploys: none of it may be other than committed. A run on a runner has the
 * action's bundle in place of `bin` and `scripts`.
 */
const TOOLKIT = ["src", "playbooks", "bin", "scripts", "deploy.sh", "package-lock.json", "requirements.txt"];

/** The files of a tenant's folder that a deploy reads. */
const FILES = [...ROLLED_BACK, "known_hosts"];

/** Where a tenant's files and the toolkit lie. */
export interface CheckoutPlaces {
  /** The folder of the tenants. */
  readonly instances: string;
  readonly tenant: string;
  /** The toolkit's own folder. */
  readonly root: string;
}

/** The commit that is checked out in a folder; null: none, or none that git can name. */
export function checkedOut(directory: string): string | null {
  return commitOf(directory, "HEAD") ?? null;
}

/** What a laptop's deploy has to know of its checkout; asks the remote where its branch is. */
export function readCheckout(places: CheckoutPlaces): Checkout {
  const top = runGit(places.instances, ["rev-parse", "--show-toplevel"]);
  if (top?.status !== 0) {
    const cause = top?.stderr.trim().split("\n")[0] ?? "git cannot be started";
    return /not a git repository/i.test(cause) ? { kind: "none" } : { kind: "trouble", cause };
  }
  const commit = checkedOut(places.instances);
  const below = relative(top.stdout.trim(), realpathSync(places.instances));
  return {
    kind: "git",
    commit,
    folder: `${join(below, places.tenant)}/`,
    dirty: dirtyPaths(places, below),
    tip: commit === null ? { kind: "none" } : tipOf(places.instances, commit),
  };
}

/** Paths that are not as committed: of the tenant's folder, of the fleet's policy, and of the toolkit. */
function dirtyPaths({ instances, tenant, root }: CheckoutPlaces, below: string): readonly string[] {
  const own = statusOf(instances, [tenant, "fleet.yml"]);
  const ignored = untracked(instances, tenant).map((name) => join(below, name));
  const toolkit = runGit(root, ["rev-parse", "--show-toplevel"]);
  const isRepository = toolkit?.status === 0 && toolkit.stdout.trim() === realpathSync(root);
  const others = isRepository ? statusOf(root, TOOLKIT) : [];
  return [...new Set([...own, ...ignored, ...others])].sort();
}

/** Files a deploy reads that are there and that git does not hold, ignored ones too, which `git status` leaves out. */
function untracked(instances: string, tenant: string): readonly string[] {
  const read = ["fleet.yml", ...FILES.map((name) => `${tenant}/${name}`)];
  const held = new Set(runGit(instances, ["ls-files", "-z", "--", ...read])?.stdout.split("\0"));
  return read.filter((name) => !held.has(name) && existsSync(join(instances, name)));
}

function statusOf(directory: string, paths: readonly string[]): readonly string[] {
  const args = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", ...paths];
  const end = runGit(directory, args);
  if (end?.status !== 0) return [directory];
  return end.stdout.split("\0").flatMap((entry) => (entry === "" ? [] : [entry.slice(3)]));
}

function tipOf(directory: string, commit: string): Tip {
  const ask = (...args: readonly string[]): string => {
    const end = runGit(directory, args);
    return end?.status === 0 ? end.stdout.trim() : "";
  };
  const remotes = ask("remote").split("\n").filter(Boolean);
  const branch = ask("symbolic-ref", "--quiet", "--short", "HEAD");
  const tracked = ask("config", "--get", `branch.${branch}.remote`);
  const remote = [tracked, "origin"].find((name) => remotes.includes(name)) ?? remotes[0];
  return remote === undefined ? { kind: "none" } : askRemote(directory, remote, branch, commit);
}

/** The tip of the remote's default branch; of a remote that has none, of the branch that is checked out. */
function askRemote(directory: string, remote: string, branch: string, commit: string): Tip {
  const refs = branch === "" ? ["HEAD"] : ["HEAD", `refs/heads/${branch}`];
  const end = runGit(directory, ["ls-remote", "--symref", "--", remote, ...refs], "", REMOTE_TIMEOUT);
  if (end?.status !== 0) {
    const cause = end?.stderr.trim().split("\n").at(-1) ?? "git did not end in time";
    return { kind: "unknown", remote, cause };
  }
  const { hash, name } = remoteHead(end.stdout) ?? { hash: undefined, name: "" };
  if (hash === undefined) return { kind: "unknown", remote, cause: "it has no branch to compare with" };
  return hash === commit
    ? { kind: "at" }
    : { kind: "elsewhere", branch: `${remote}/${name.replace("refs/heads/", "")}`, commit: hash };
}

/** The hash and name of HEAD's branch in what `ls-remote --symref` printed, or else of the branch beside it. */
function remoteHead(output: string): { readonly hash: string; readonly name: string } | undefined {
  const rows = output.split("\n").flatMap((line) => {
    const [value, ref] = line.split("\t");
    return value === undefined || ref === undefined ? [] : [{ value, ref }];
  });
  const symbolic = rows.find(({ value, ref }) => ref === "HEAD" && value.startsWith("ref: "));
  const plain = rows.filter(({ value }) => !value.startsWith("ref: "));
  const found = plain.find(({ ref }) => ref === "HEAD") ?? plain[0];
  const name = found?.ref === "HEAD" && symbolic ? symbolic.value.slice("ref: ".length) : found?.ref;
  return found && { hash: found.value, name: name ?? "HEAD" };
}

/** How a commit stands to another one, which a host named; `unknown` where git does not know both. */
export function relationOf(directory: string, own: string | null, other: string): Relation {
  if (own === other) return "not-older";
  const isOlder = own === null ? null : isAncestor(directory, own, other);
  return isOlder === null ? "unknown" : isOlder ? "older" : "not-older";
}
