/** Which commit the toolkit is of. */
import { realpathSync } from "node:fs";
import { relative } from "node:path";
import { lastChangeOf } from "../../../src/files/git-branch.ts";
import { ROOT } from "../../../src/files/root.ts";
import type { Run } from "../../../src/runner/ports.ts";

/** What of this repository makes the toolkit; the rest, tenants among it, may change without it. */
const TOOLKIT = ["src", "playbooks", "actions/deploy", "requirements.txt"];

/** The toolkit's commit: its last change where it lies in the checkout, else the one the workflow names. */
export function toolkitCommit(run: Run, commit: string): string {
  const path = relative(realpathSync(run.workspace), realpathSync(ROOT));
  if (path.startsWith("..")) return run.actionRef || "unknown";
  const paths = TOOLKIT.map((name) => (path === "" ? name : `${path}/${name}`));
  return lastChangeOf(run.workspace, commit, paths) ?? commit;
}
