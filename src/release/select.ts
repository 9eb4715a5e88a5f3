/** A release with fewer components: `--component`. */
import type { Release } from "./render.ts";

/** Keeps the named components only. The result is not `complete`, and has a fingerprint of its own. */
export function selectComponents(release: Release, names: readonly string[]): Release {
  throw new Error(`not yet: ${release.tenant} ${names.length}`);
}
