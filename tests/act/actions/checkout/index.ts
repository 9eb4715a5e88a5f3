/** Checks the test's repository (`OML_ACT_ORIGIN`) out as actions/checkout would GitHub's. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const env = (name: string): string => process.env[name] ?? "";
const input = (name: string): string => env(`INPUT_${name.toUpperCase()}`);
const origin = env("OML_ACT_ORIGIN");
const folder = join(env("GITHUB_WORKSPACE"), input("path"));

/** Git in a folder, its errors shown; throws where it fails. */
function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
}

/** The ref and commit that the input names, or those that triggered the workflow. */
function wanted(given: string): { readonly ref: string; readonly commit: string } {
  if (given === "") return { ref: env("GITHUB_REF"), commit: env("GITHUB_SHA") };
  if (/^[0-9a-f]{40}$/.test(given)) return { ref: "", commit: given };
  const names = given.startsWith("refs/") ? [given] : [`refs/heads/${given}`, `refs/tags/${given}`];
  const found = git(origin, "show-ref", ...names)
    .split("\n")
    .map((line) => line.split(" "));
  const [commit = "", ref = ""] = found[0] ?? [];
  return { ref, commit };
}

/** Where a clone keeps what it knows of a ref of the origin's. */
function trackingOf(ref: string): string {
  if (ref.startsWith("refs/heads/")) return ref.replace("refs/heads/", "refs/remotes/origin/");
  return ref.startsWith("refs/pull/")
    ? ref.replace("refs/", "refs/remotes/")
    : ref || "refs/remotes/checkout";
}

const { ref, commit } = wanted(input("ref"));
const tracking = trackingOf(ref);
const depth = Number(input("fetch-depth"));
mkdirSync(folder, { recursive: true });
git(folder, "init", "--quiet");
// As at GitHub, where a checkout without credentials can fetch no more from a private repository.
git(folder, "remote", "add", "origin", `${env("GITHUB_SERVER_URL")}/${env("GITHUB_REPOSITORY")}`);
const everything = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
if (depth === 0) git(folder, "fetch", "--quiet", "--no-tags", `file://${origin}`, ...everything);
const limit = depth === 0 ? [] : [`--depth=${depth}`];
git(folder, "fetch", "--quiet", "--no-tags", ...limit, `file://${origin}`, `+${commit}:${tracking}`);
const branch = ref.startsWith("refs/heads/") ? ["-B", ref.replace("refs/heads/", "")] : ["--detach"];
git(folder, "checkout", "--quiet", "--force", ...branch, tracking);
appendFileSync(env("GITHUB_OUTPUT"), `ref=${ref}\ncommit=${commit}\n`);
console.log(`${ref || "a commit"} at ${commit}`);
