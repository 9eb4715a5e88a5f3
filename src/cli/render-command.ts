/** `oml render`: prints what a tenant's hosts should look like, secrets hidden. */
import { show } from "../release/show.ts";
import { findRelease, findReleaseOffline } from "./find-release.ts";
import { formatProblems, loadTenant } from "./load-tenant.ts";
import type { Options } from "./options.ts";

/** Prints the release; returns the exit code. Throws `WrongCall`. */
export async function runRender(options: Options): Promise<number> {
  const loaded = loadTenant(options);
  if (!loaded.ok) {
    process.stderr.write(formatProblems(loaded.problems));
    return 1;
  }
  if (options.switches.has("offline")) {
    process.stdout.write(show(findReleaseOffline(loaded.tenant)));
    return 0;
  }
  const result = await findRelease(loaded.tenant, "all");
  if (result.ok) {
    process.stdout.write(show(result.release));
    return 0;
  }
  process.stderr.write(`oml render: ${result.messages.join("; ")}. Without a registry: --offline.\n`);
  return 1;
}
