/** A release with fewer components: `--component`. */
import type { DesiredState, Text } from "./desired.ts";
import { stamped, type Release } from "./render.ts";

/** Keeps the named components only. The result is not `complete`, and has a fingerprint of its own. */
export function selectComponents(release: Release, names: readonly string[]): Release {
  const keep = (state: DesiredState<Text>) => ({
    ...state,
    complete: false,
    components: state.components.filter(({ name }) => names.includes(name)),
  });
  return stamped(release.tenant, keep(release.app), keep(release.voice));
}
