/** `oml rollback`: edits a tenant's files back to an earlier release and names the commit to make. */
import { sayCommit } from "../deploy/source.ts";
import { rollBack } from "../files/rollback.ts";
import { runGit } from "../files/git.ts";
import { componentNames } from "./find-release.ts";
import { existingTenant, instancesOf } from "./load-tenant.ts";
import type { Options } from "./options.ts";

/** Edits and says what; 0 where the files are those of the earlier release now, else 1. Throws `WrongCall`. */
export function runRollback(options: Options): number {
  const directory = instancesOf(options);
  const tenant = existingTenant(options, directory);
  componentNames(options.forComponent);
  const result = rollBack(directory, tenant, options.to);
  if (!result.ok) {
    process.stderr.write(`oml rollback: ${result.message}; nothing was changed.\n`);
    return 1;
  }
  const { to, changed } = result;
  const prefix = runGit(directory, ["rev-parse", "--show-prefix"])?.stdout.trim() ?? "";
  const paths = changed.map((name) => `${prefix}${tenant}/${name}`);
  const short = to.hash.slice(0, 10);
  const commit = sayCommit(directory, paths, `Roll ${tenant} back to ${short}`) ?? "";
  const document = { format: 1, tenant, to: to.hash, changed, commit };
  const text = `${tenant}: ${changed.join(", ")} as in ${short} (${to.words}); nothing was deployed. To have it deployed by review:\n  ${commit}\n`;
  process.stdout.write(options.format === "json" ? `${JSON.stringify(document)}\n` : text);
  return 0;
}
