/** Which sets a repository holds, from its snapshots' tags alone. Pure. */
import type { Snapshot } from "./result.ts";
import { PURPOSES, type BackupSet } from "./set.ts";

type Tags = ReadonlyMap<string, string>;

/** The sets whose manifests these snapshots are, the newest first. Snapshots of no set's manifest are left out. */
export function setsOf(snapshots: readonly Snapshot[]): readonly BackupSet[] {
  const tagged = snapshots.map(({ tags }) => tagsOf(tags));
  const verdicts = { verified: latestOf(tagged, "verified"), drilled: latestOf(tagged, "drill") };
  const manifests = tagged.filter((tags) => tags.get("part") === "manifest");
  const byId = new Map(manifests.map((tags) => [tags.get("set"), tags]));
  return [...byId.values()]
    .flatMap((tags) => setOf(tags, verdicts) ?? [])
    .toSorted((a, b) => b.finished - a.finished || (a.id < b.id ? 1 : -1));
}

/** The last verdict of a kind on each set. */
interface Verdict {
  readonly at: number;
  readonly ok: boolean;
}
type Verdicts = Readonly<Record<"verified" | "drilled", ReadonlyMap<string, Verdict>>>;

function latestOf(tagged: readonly Tags[], part: string): ReadonlyMap<string, Verdict> {
  const latest = new Map<string, Verdict>();
  for (const tags of tagged) {
    const [set, at] = [tags.get("set"), numberIn(tags, "at")];
    if (tags.get("part") !== part || set === undefined || at === undefined) continue;
    if (at >= (latest.get(set)?.at ?? 0)) latest.set(set, { at, ok: tags.get("ok") !== "no" });
  }
  return latest;
}

function setOf(tags: Tags, verdicts: Verdicts): BackupSet | undefined {
  const [id, tenant] = [tags.get("set"), tags.get("tenant")];
  const [finished, bytes] = [numberIn(tags, "finished"), numberIn(tags, "bytes")];
  if (id === undefined || tenant === undefined || finished === undefined) return undefined;
  const read = verdicts.verified.get(id);
  const verified = read?.ok ? read.at : null;
  const drilled = verdicts.drilled.get(id) ?? null;
  const commit = tags.get("commit") ?? "";
  const known = /^[0-9a-f]{7,64}$/.test(commit) ? { commit } : {};
  const purpose = PURPOSES.find((one) => one === tags.get("purpose"));
  const readAt = read === undefined ? {} : { read: read.at };
  return {
    id,
    tenant,
    finished,
    verified,
    ...readAt,
    drilled,
    bytes: bytes ?? 0,
    ...known,
    ...(purpose && { purpose }),
  };
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
