/** Checks the workflow's own repository out as actions/checkout does. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const env = (name: string): string => process.env[name] ?? "";
const input = (name: string): string => env(`INPUT_${name.toUpperCase()}`);
const url = `${env("GITHUB_SERVER_URL")}/${env("GITHUB_REPOSITORY")}`;
const basic = Buffer.from(`x-access-token:${input("token")}`).toString("base64");
/** The token by the environment: no process list shows it, and the checkout does not keep it. */
const access = {
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "http.extraheader",
  GIT_CONFIG_VALUE_0: `Authorization: basic ${basic}`,
};
const folder = join(env("GITHUB_WORKSPACE"), input("path"));

/** Git in the checkout, its errors shown; throws where it fails. */
function git(...args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...access, GIT_TERMINAL_PROMPT: "0" },
  }).trim();
}

/** The ref and commit that the input names, or those that triggered the workflow. */
function wanted(given: string): { readonly ref: string; readonly commit: string } {
  if (given === "") return { ref: env("GITHUB_REF"), commit: env("GITHUB_SHA") };
  if (/^[0-9a-f]{40}$/.test(given)) return { ref: "", commit: given };
  const names = given.startsWith("refs/") ? [given] : [`refs/heads/${given}`, `refs/tags/${given}`];
  const [line = ""] = git("ls-remote", "--exit-code", url, ...names).split("\n");
  const [commit = "", ref = ""] = line.split("\t");
  return { ref, commit };
}

/** Where a clone keeps what it knows of a ref of the origin's. */
function trackingOf(ref: string): string {
  if (ref.startsWith("refs/heads/")) return ref.replace("refs/heads/", "refs/remotes/origin/");
  return ref.startsWith("refs/pull/")
    ? ref.replace("refs/", "refs/remotes/")
    : ref || "refs/remotes/checkout";
}

mkdirSync(folder, { recursive: true });
git("init", "--quiet");
git("remote", "add", "origin", url);
const { ref, commit } = wanted(input("ref"));
const tracking = trackingOf(ref);
const depth = Number(input("fetch-depth"));
const everything = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
if (depth === 0) git("fetch", "--quiet", "--no-tags", "origin", ...everything);
const limit = depth === 0 ? [] : [`--depth=${depth}`];
git("fetch", "--quiet", "--no-tags", ...limit, "origin", `+${commit}:${tracking}`);
const branch = ref.startsWith("refs/heads/") ? ["-B", ref.replace("refs/heads/", "")] : ["--detach"];
git("checkout", "--quiet", "--force", ...branch, tracking);
appendFileSync(env("GITHUB_OUTPUT"), `ref=${ref}\ncommit=${commit}\n`);
console.log(`${ref || "a commit"} at ${commit}`);
