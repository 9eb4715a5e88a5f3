/** The tenants' folder of the checkout, and where the toolkit stands. */
import { realpathSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { lastChangeOf } from "../../../src/files/git-branch.ts";
import { runGit } from "../../../src/files/git.ts";
import { ROOT } from "../../../src/files/root.ts";
import type { Run } from "../../../src/runner/ports.ts";

/** The folder, and what stands before its names in the repository; or why there is none. */
export type TenantsFolder =
  | { readonly ok: true; readonly directory: string; readonly prefix: string }
  | { readonly ok: false; readonly sentence: string };

/** Finds the folder; one outside the checkout, through a link too, is none: nobody reviewed it. */
export function tenantsFolder({ workspace }: Run, instances: string): TenantsFolder {
  const wanted = resolve(workspace, instances);
  if (!statSync(wanted, { throwIfNoEntry: false })?.isDirectory()) {
    const remedy = "Check the repository out first (actions/checkout), or give the input instances.";
    return { ok: false, sentence: `There is no folder '${instances}' in the checkout. ${remedy}` };
  }
  const directory = realpathSync(wanted);
  const path = relative(realpathSync(workspace), directory).split(sep).join("/");
  if (path === ".." || path.startsWith("../"))
    return { ok: false, sentence: `The input instances, '${instances}', leads out of the checkout.` };
  return { ok: true, directory, prefix: path === "" ? "" : `${path}/` };
}

/** The commit that is checked out; undefined where git cannot tell. */
export function checkedOut({ workspace }: Run): string | undefined {
  const end = runGit(workspace, ["rev-parse", "--verify", "HEAD^{commit}"]);
  return end?.status === 0 ? end.stdout.trim() : undefined;
}

/** What of this repository makes the toolkit; the rest, tenants among it, may change without it. */
const TOOLKIT = ["src", "playbooks", "actions/deploy", "requirements.txt"];

/** The toolkit's commit: its last change where it lies in the checkout, else the one the workflow names. */
export function toolkitCommit(run: Run, commit: string): string {
  const path = relative(realpathSync(run.workspace), realpathSync(ROOT));
  if (path.startsWith("..")) return run.actionRef || "unknown";
  const paths = TOOLKIT.map((name) => (path === "" ? name : `${path}/${name}`));
  return lastChangeOf(run.workspace, commit, paths) ?? commit;
}
