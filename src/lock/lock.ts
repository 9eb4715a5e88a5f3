/** The image lock: which digests a tenant's tags stood for when somebody last asked. What runs is this, never a tag. */

/** The file in a tenant's folder. */
export const LOCK_FILE = "images.lock.json";

/** The entry of a lock whose images no component runs: backup sets are taken with them. */
export const BACKUP_IMAGES = "backup";

/** An image to resolve to its digest. */
export interface ImageReference {
  /** `docker.io/omnileads/asterisk` */
  readonly image: string;
  readonly tag: string;
}

/** Digests by `image:tag`. */
export type Digests = ReadonlyMap<string, string>;

/** An image by its production name, the tag the inventory gives it, and what that tag named. */
export interface LockedImage extends ImageReference {
  /** `sha256:` and 64 hex digits; of a multi-architecture image the index's. */
  readonly digest: string;
  /** Where the tag is `latest`: the tag of 8 hex digits that names the same digest, if one was found. */
  readonly named?: string;
}

/** A tenant's lock. One image and tag has one digest in it, whoever uses it. */
export interface Lock {
  readonly format: 1;
  /** By component: its own image first, then those its steps use. */
  readonly components: Readonly<Record<string, readonly LockedImage[]>>;
}

/** The images a tenant's components need, by component, each component's own first. */
export type NeededImages = Readonly<Record<string, readonly ImageReference[]>>;

/** Every digest of a lock by `image:tag`, as `render` takes them. */
export function digestsOf(lock: Lock): Digests {
  return new Map(imagesIn(lock).map((image) => [nameOf(image), image.digest]));
}

/** Every image of a lock, component by component. */
export function imagesIn(lock: Lock): readonly LockedImage[] {
  return Object.values(lock.components).flat();
}

/** `image:tag`. */
export function nameOf({ image, tag }: ImageReference): string {
  return `${image}:${tag}`;
}

/** The images among these, each `image:tag` once. */
export function eachOnce(images: readonly ImageReference[]): readonly ImageReference[] {
  return [...new Map(images.map((image) => [nameOf(image), image])).values()];
}

/** Twelve digits tell digests apart for people: `sha256:0123456789ab`. */
export function shortDigest(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}

/** The text of a lock's file: components sorted, no time stamps, a newline at its end. Equal locks have equal texts. */
export function formatLock({ format, components }: Lock): string {
  const sorted = Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1));
  const written = sorted.map(([name, images]) => [name, images.map(inOrder)] as const);
  return `${JSON.stringify({ format, components: Object.fromEntries(written) }, null, 2)}\n`;
}

function inOrder({ image, tag, digest, named }: LockedImage): LockedImage {
  return { image, tag, digest, ...(named === undefined ? {} : { named }) };
}
