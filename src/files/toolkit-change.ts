/** What of the toolkit itself a change touches, where the toolkit lies in the fleet's own repository. */
import type { Listing } from "../plan/states.ts";

/** The committed bundle that renders a folder of tenants, from the repository's top. */
export const RENDER_BUNDLE = "actions/validate-inventory/dist/render.js";

/**
 * Each part with its paths: what a plan names where a merge changes it, so only what changes a release or its
 * hosts. What changes a release is the renderer; what changes a host's preparation, the playbooks.
 */
const PARTS: readonly (readonly [part: string, paths: readonly string[]])[] = [
  ["the renderer", [RENDER_BUNDLE]],
  ["its sources", ["src", "package-lock.json"]],
  ["playbooks and the hosts' program", ["playbooks"]],
  ["Ansible's packages", ["requirements.txt"]],
];

/** Every path that belongs to a part. */
export const TOOLKIT_PATHS: readonly string[] = PARTS.flatMap(([, paths]) => paths);

/** The parts that differ between two listings. */
export function toolkitChange(base: Listing, head: Listing): readonly string[] {
  const changed = [...new Set([...base.keys(), ...head.keys()])].filter(
    (path) => base.get(path) !== head.get(path),
  );
  return PARTS.flatMap(([part, paths]) =>
    changed.some((file) => paths.some((path) => file === path || file.startsWith(`${path}/`))) ? [part] : [],
  );
}
