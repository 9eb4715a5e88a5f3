/** Compares the locks of a fleet with each other: what no single lock shows. */
import type { Problem } from "../inventory/problem.ts";
import { lockTampered } from "../inventory/rules/lock.ts";
import { report } from "../inventory/rules/rule.ts";
import type { SourceFile } from "../inventory/source-file.ts";
import { nameOf, type Lock, type LockedImage } from "./lock.ts";
import { placeIn } from "./read-lock.ts";

/** A tenant's lock and the file it stands in. */
export interface TenantLock {
  readonly tenant: string;
  readonly file: SourceFile;
  readonly lock: Lock;
}

/** One image of one tenant's lock. */
interface Entry extends TenantLock {
  readonly path: readonly (string | number)[];
  readonly image: LockedImage;
}

/**
 * A digest that other tenants have for another image is an error; a tag of 8 hex digits, which is never moved, that has
 * another digest elsewhere is a warning. Told at those who are fewer; at all of them where none are.
 */
export function compareLocks(locks: readonly TenantLock[]): readonly Problem[] {
  const entries = locks.flatMap(entriesOf);
  const fixed = entries.filter(({ image }) => /^[0-9a-f]{8}$/.test(image.tag));
  return [
    ...strangers(
      entries,
      ({ image }) => image.digest,
      ({ image }) => image.image,
    ).map(([entry, other]) => tell("tenant", entry, other)),
    ...strangers(
      fixed,
      ({ image }) => nameOf(image),
      ({ image }) => image.digest,
    ).map(([entry, other]) => tell("moved", entry, other)),
  ];
}

/** Among entries of one key, those whose value is not the usual one, each with an entry of another tenant that differs. */
function strangers(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
  valueOf: (entry: Entry) => string,
): readonly (readonly [entry: Entry, other: Entry])[] {
  const groups = Map.groupBy(entries, keyOf);
  return [...groups.values()].flatMap((group) => {
    const camps = [...Map.groupBy(group, valueOf).values()];
    if (camps.length === 1) return [];
    const sizes = camps.map((camp) => new Set(camp.map(({ tenant }) => tenant)).size);
    const most = Math.max(...sizes);
    const isUsual = (index: number) =>
      sizes[index] === most && sizes.indexOf(most) === sizes.lastIndexOf(most);
    return camps.flatMap((camp, index) =>
      isUsual(index) ? [] : camp.flatMap((entry) => besideOther(entry, group, valueOf)),
    );
  });
}

function besideOther(entry: Entry, group: readonly Entry[], valueOf: (entry: Entry) => string) {
  const other = group.find(
    (candidate) => candidate.tenant !== entry.tenant && valueOf(candidate) !== valueOf(entry),
  );
  return other === undefined ? [] : [[entry, other] as const];
}

function tell(variant: "tenant" | "moved", { tenant, file, path, image }: Entry, other: Entry): Problem {
  const values = { tenant, image: nameOf(image), other: nameOf(other.image), elsewhere: other.tenant };
  const severity = variant === "moved" ? "warning" : "error";
  return report(lockTampered, variant, placeIn(file, path), values, severity);
}

function entriesOf(tenantLock: TenantLock): readonly Entry[] {
  return Object.entries(tenantLock.lock.components).flatMap(([component, images]) =>
    images.map((image, index) => ({
      ...tenantLock,
      path: ["components", component, index, "digest"],
      image,
    })),
  );
}
