/** A release as text for people: `oml render`. */
import type { Release } from "./render.ts";

/** Everything a release holds, secrets shown as `‹postgres_password›`. Ends with a newline. */
export function show(release: Release): string {
  throw new Error(`not yet: ${release.tenant}`);
}
