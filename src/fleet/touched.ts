/** Which tenants files belong to. Pure. */

/** The first folder of a path under the prefix. */
export function folderOf(file: string, prefix: string): string | undefined {
  if (!file.startsWith(prefix)) return undefined;
  const rest = file.slice(prefix.length);
  const slash = rest.indexOf("/");
  return slash === -1 ? undefined : rest.slice(0, slash);
}

/** Tells of a tenant whether one of the files is its own; the files are looked through once. */
export function touchedBy(files: readonly string[], prefix: string): (tenant: string) => boolean {
  const folders = new Set(files.flatMap((file) => folderOf(file, prefix) ?? []));
  return (tenant) => folders.has(tenant);
}
