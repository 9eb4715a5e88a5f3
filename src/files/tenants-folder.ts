/** The tenants' folder of a checkout, as an action's input names it. */
import { realpathSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

/** The folder, and what stands before its names in the repository; or why there is none. */
export type TenantsFolder =
  | { readonly ok: true; readonly directory: string; readonly prefix: string }
  | { readonly ok: false; readonly sentence: string };

/** Finds the folder; one outside the checkout, through a link too, is none: nobody reviewed it, and no annotation could name it. */
export function tenantsFolder(workspace: string, instances: string): TenantsFolder {
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
