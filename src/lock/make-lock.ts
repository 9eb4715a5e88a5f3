/** Makes a lock anew, whole or for some components. Pure: what registries said is given. */
import type { ImageReference } from "./lock.ts";
import {
  eachOnce,
  imagesIn,
  nameOf,
  shortDigest,
  type Lock,
  type LockedImage,
  type NeededImages,
} from "./lock.ts";

/** What is to be locked anew. */
export interface Relock {
  /** What the tenant needs now. */
  readonly needed: NeededImages;
  /** The lock there is; undefined where there is none that can be read. */
  readonly before: Lock | undefined;
  /** The components whose tags are asked for again; those that are not locked as they are needed are asked for too. */
  readonly names: readonly string[] | "all";
}

/** The images whose digests registries are asked for, each once. */
export function imagesToAsk(relock: Relock): readonly ImageReference[] {
  return eachOnce(
    Object.entries(relock.needed).flatMap(([name, list]) => (isAsked(name, relock) ? list : [])),
  );
}

/**
 * The new lock: always whole. Components that were not asked for stay as they are, except that they never keep another
 * digest for an image and tag that was; those the tenant no longer needs are left out. Throws where `found` lacks one of
 * `imagesToAsk`.
 */
export function makeLock(relock: Relock, found: readonly LockedImage[]): Lock {
  const { needed, before } = relock;
  const fresh = new Map(found.map((image) => [nameOf(image), image]));
  const components = Object.entries(needed).map(([name, images]) => {
    const kept = isAsked(name, relock) ? undefined : before?.components[name];
    const locked = kept?.map((image) => fresh.get(nameOf(image)) ?? image);
    return [name, locked ?? images.map((image) => take(fresh, image))] as const;
  });
  return { format: 1, components: Object.fromEntries(components) };
}

function isAsked(name: string, { names, before, needed }: Relock): boolean {
  if (names === "all" || names.includes(name)) return true;
  const list = (images: readonly ImageReference[] = []): string => images.map(nameOf).join(" ");
  return list(before?.components[name]) !== list(needed[name]);
}

function take(fresh: ReadonlyMap<string, LockedImage>, image: ImageReference): LockedImage {
  const found = fresh.get(nameOf(image));
  if (found === undefined) throw new Error(`no digest was given for ${nameOf(image)}`);
  return found;
}

/** The fixed tags a lock already knows for an image: tried first, so that a lock changes no more than it must. */
export function namedBefore(before: Lock | undefined, { image }: ImageReference): readonly string[] {
  const own = before === undefined ? [] : imagesIn(before).filter((locked) => locked.image === image);
  return [...new Set(own.flatMap(({ named }) => named ?? []))];
}

/** One image that differs between two locks. */
export interface LockChange {
  readonly component: string;
  readonly from: LockedImage | null;
  readonly to: LockedImage | null;
}

/** What differs between two locks, component by component. */
export function changesBetween(before: Lock | undefined, after: Lock): readonly LockChange[] {
  const old = before?.components ?? {};
  const names = [...new Set([...Object.keys(old), ...Object.keys(after.components)])].sort();
  return names.flatMap((component) => {
    const [were, are] = [old[component] ?? [], after.components[component] ?? []];
    const count = Math.max(were.length, are.length);
    const pairs = Array.from({ length: count }, (_, index) => ({
      component,
      from: were[index] ?? null,
      to: are[index] ?? null,
    }));
    return pairs.filter(({ from, to }) => wordsOf(from, true) !== wordsOf(to, true));
  });
}

/** `nginx: docker.io/omnileads/nginx latest@sha256:1f1f… (face6cfa) → latest@sha256:2e2e… (deadbeef)`. */
export function formatChange({ component, from, to }: LockChange): string {
  const isMoved = from !== null && to !== null && from.image !== to.image;
  const image = isMoved ? "" : `${(to ?? from)?.image ?? ""} `;
  return `${component}: ${image}${wordsOf(from, isMoved)} → ${wordsOf(to, isMoved)}`;
}

function wordsOf(image: LockedImage | null, isWhole: boolean): string {
  if (image === null) return "nothing";
  const { tag, digest, named } = image;
  const name = isWhole ? `${image.image}:${tag}` : tag;
  return `${name}@${isWhole ? digest : shortDigest(digest)}${named === undefined ? "" : ` (${named})`}`;
}
