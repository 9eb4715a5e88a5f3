/** Which commit the toolkit is of. */
import { realpathSync } from "node:fs";
import { relative } from "node:path";
import { TOOLKIT_OF_A_RUN } from "../../../src/fleet/candidates.ts";
import { lastChangeOf } from "../../../src/files/git-branch.ts";
import { ROOT } from "../../../src/files/root.ts";
import type { Run } from "../../../src/runner/ports.ts";

/** The toolkit's commit: its last change where it lies in the checkout, else the one the workflow names. */
export function toolkitCommit(run: Run, commit: string): string {
  const path = relative(realpathSync(run.workspace), realpathSync(ROOT));
  if (path.startsWith("..")) return run.actionRef || "unknown";
  const paths = TOOLKIT_OF_A_RUN.map((name) => (path === "" ? name : `${path}/${name}`));
  return lastChangeOf(run.workspace, commit, paths) ?? commit;
}
