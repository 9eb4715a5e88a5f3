/** Marks private keys that git ignores: they would be missing wherever a checkout deploys. */
import type { TenantSources } from "../inventory/tenant.ts";
import { runGit } from "./git.ts";

/** The same tenants; keys that are known to be ignored say so. Outside a repository nothing is known. */
export function markIgnoredKeys(
  tenants: readonly TenantSources[],
  directory: string,
  prefix: string,
): readonly TenantSources[] {
  const keys = tenants.flatMap(({ key }) => (key === undefined ? [] : [key.path.slice(prefix.length)]));
  if (keys.length === 0) return tenants;
  const end = runGit(directory, ["check-ignore", "-z", "--stdin"], `${keys.join("\0")}\0`);
  if (end?.status !== 0) return tenants;
  const ignored = new Set(end.stdout.split("\0"));
  return tenants.map((tenant) => {
    const { key } = tenant;
    const isIgnored = key !== undefined && ignored.has(key.path.slice(prefix.length));
    return isIgnored ? { ...tenant, key: { ...key, isIgnored } } : tenant;
  });
}
