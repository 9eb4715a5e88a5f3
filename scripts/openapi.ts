/**
 * `node scripts/openapi.ts`: trims GitHub's own description of its REST API to the routes that the stand-in of
 * `tests/github/` answers, and writes it there. The whole is 385 MB: only the one file is taken out of the package.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSION = "23.0.2";
const target = join(import.meta.dirname, "..", "tests", "github", "openapi.json");

/** The routes: a path, and the methods of it. */
const ROUTES: Readonly<Record<string, readonly string[]>> = {
  "/repos/{owner}/{repo}/issues": ["get", "post"],
  "/repos/{owner}/{repo}/issues/{issue_number}": ["patch"],
  "/repos/{owner}/{repo}/issues/{issue_number}/comments": ["get", "post"],
  "/repos/{owner}/{repo}/issues/comments/{comment_id}": ["patch"],
  "/repos/{owner}/{repo}/check-runs": ["post"],
  "/repos/{owner}/{repo}/check-runs/{check_run_id}": ["patch"],
  "/repos/{owner}/{repo}/deployments": ["get", "post"],
  "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses": ["get", "post"],
  "/repos/{owner}/{repo}/commits/{commit_sha}/pulls": ["get"],
  "/repos/{owner}/{repo}/pulls/{pull_number}": ["get"],
  "/repos/{owner}/{repo}/actions/runs/{run_id}": ["get"],
  "/repos/{owner}/{repo}/environments/{environment_name}": ["get"],
};

/** Keys that say nothing a validator reads. */
const PROSE = new Set(["description", "summary", "example", "examples", "title", "externalDocs", "tags"]);

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Node = Readonly<Record<string, Json>>;

/** Without prose and extensions; `nullable`, which JSON Schema does not know, as a type of its own. */
function plain(value: Json, isNames = false): Json {
  if (Array.isArray(value)) return value.map((item) => plain(item as Json));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Node)
    .filter(([key]) => isNames || !(PROSE.has(key) || key.startsWith("x-") || key === "nullable"))
    .map(([key, child]) => [key, plain(child, key === "properties" || key === "schemas")] as const);
  const node = Object.fromEntries(entries);
  return (value as Node)["nullable"] === true && !isNames ? { anyOf: [node, { type: "null" }] } : node;
}

/** Every component that `value` names, and those that these name. */
function collect(value: Json, whole: Node, found: Map<string, Json>): void {
  if (typeof value !== "object" || value === null) return;
  const reference = (value as Node)["$ref"];
  if (typeof reference === "string" && !found.has(reference)) {
    const keys = reference.slice(2).split("/");
    const named = keys.reduce<Json>((node, key) => (node as Node)[key] ?? null, whole);
    const bare = plain(named);
    found.set(reference, bare);
    collect(bare, whole, found);
  }
  for (const child of Object.values(value)) collect(child as Json, whole, found);
}

/** The routes and what they need. */
function trim(whole: Node): Json {
  const all = whole["paths"] as Readonly<Record<string, Node>>;
  const found = new Map<string, Json>();
  const paths = Object.entries(ROUTES).map(([path, methods]) => {
    const kept = methods.map((method) => {
      const route = all[path]?.[method];
      if (route === undefined) throw new Error(`GitHub's description has no ${method} ${path}`);
      const bare = plain(route);
      collect(bare, whole, found);
      return [method, bare] as const;
    });
    return [path, Object.fromEntries(kept)] as const;
  });
  const components: Record<string, Record<string, Json>> = {};
  for (const [reference, node] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, , kind = "", name = ""] = reference.split("/");
    (components[kind] ??= {})[name] = node;
  }
  return { paths: Object.fromEntries(paths), components };
}

const folder = mkdtempSync(join(tmpdir(), "oml-openapi-"));
try {
  const name = `@octokit/openapi@${VERSION}`;
  execFileSync("npm", ["pack", "--silent", name], { cwd: folder });
  const members = ["package/generated/api.github.com.json", "package/LICENSE"];
  execFileSync("tar", ["-xzf", `octokit-openapi-${VERSION}.tgz`, ...members], { cwd: folder });
  const whole = JSON.parse(readFileSync(join(folder, members[0] ?? ""), "utf8")) as Node;
  const licence = readFileSync(join(folder, members[1] ?? ""), "utf8");
  const head = { source: name, licence, made: "node scripts/openapi.ts" };
  writeFileSync(target, `${JSON.stringify({ ...head, ...(trim(whole) as object) }, null, 1)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
