/** Which sets a repository holds, from its snapshots' tags alone. Pure. */
import type { Snapshot } from "./result.ts";
import type { BackupSet } from "./set.ts";

type Tags = ReadonlyMap<string, string>;

/** The sets whose manifests these snapshots are, the newest first. Snapshots of no set's manifest are left out. */
export function setsOf(snapshots: readonly Snapshot[]): readonly BackupSet[] {
  const tagged = snapshots.map(({ tags }) => tagsOf(tags));
  const verified = verdictsOf(tagged);
  const manifests = tagged.filter((tags) => tags.get("part") === "manifest");
  return manifests
    .flatMap((tags) => setOf(tags, verified) ?? [])
    .toSorted((a, b) => b.finished - a.finished || (a.id < b.id ? 1 : -1));
}

/** When each set was last found whole. */
function verdictsOf(tagged: readonly Tags[]): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const tags of tagged) {
    const [set, at] = [tags.get("set"), numberIn(tags, "at")];
    if (tags.get("part") !== "verified" || set === undefined || at === undefined) continue;
    latest.set(set, Math.max(at, latest.get(set) ?? 0));
  }
  return latest;
}

function setOf(tags: Tags, verified: ReadonlyMap<string, number>): BackupSet | undefined {
  const [id, tenant] = [tags.get("set"), tags.get("tenant")];
  const [finished, bytes] = [numberIn(tags, "finished"), numberIn(tags, "bytes")];
  if (id === undefined || tenant === undefined || finished === undefined) return undefined;
  return { id, tenant, finished, verified: verified.get(id) ?? null, bytes: bytes ?? 0 };
}

/** `part:manifest` is the tag `part` of the value `manifest`. */
function tagsOf(tags: readonly string[]): Tags {
  return new Map(
    tags.map((tag) => {
      const at = tag.indexOf(":");
      return [tag.slice(0, at), tag.slice(at + 1)] as const;
    }),
  );
}

function numberIn(tags: Tags, name: string): number | undefined {
  const text = tags.get(name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
