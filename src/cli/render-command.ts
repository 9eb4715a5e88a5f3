/** `oml render`: prints what a tenant's hosts should look like, secrets hidden. */
import { show } from "../release/show.ts";
import { sketchRelease } from "../release/sketch.ts";
import { formatProblems, loadTenant } from "./load-tenant.ts";
import type { Options } from "./options.ts";

/** Prints the release; what is not locked has a digest of zeros. Returns the exit code. Throws `WrongCall`. */
export function runRender(options: Options): number {
  const loaded = loadTenant(options);
  if (!loaded.ok) {
    process.stderr.write(formatProblems(loaded.problems));
    return 1;
  }
  const { release, unlocked } = sketchRelease(loaded.tenant);
  process.stdout.write(show(release));
  if (unlocked.length > 0) {
    const remedy = `Type: oml lock --tenant ${loaded.tenant.name}`;
    process.stderr.write(
      `oml render: zeros stand for what is not locked: ${unlocked.join(", ")}. ${remedy}\n`,
    );
  }
  return 0;
}
