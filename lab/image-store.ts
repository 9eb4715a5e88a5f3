/** A host's container storage, of which a new disk keeps the pulled images: podman's, with its overlay driver. */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./process.ts";

/** An entry of podman's `layers.json`; what else it holds is passed on. */
interface Layer {
  readonly id: string;
  readonly parent?: string;
}

/** An entry of podman's `images.json`. */
interface Image {
  readonly id: string;
  readonly layer?: string;
}

/**
 * Removes everything from `containers`, a host's /var/lib/containers, but its images: containers and what they wrote,
 * volumes, podman's own database. The host has to be off. Nothing is moved or copied, so that whiteouts and attributes
 * of layers stay as they are. Cut short, it is done by doing it again; a storage that cannot be read goes as a whole.
 */
export async function keepImages(containers: string): Promise<void> {
  const within = (...names: readonly string[]): string => join(containers, "storage", ...names);
  const images = readList<Image>(within("overlay-images", "images.json"));
  const layers = readList<Layer>(within("overlay-layers", "layers.json"));
  if (!images || !layers) return remove([containers]);
  const kept = layersOf(images, layers);
  await sweep(containers, ["storage"]);
  await sweep(within(), ["overlay", "overlay-images", "overlay-layers"]);
  const left = layers.filter(({ id }) => kept.has(id));
  replaceFile(within("overlay-layers", "layers.json"), JSON.stringify(left));
  await sweep(within("overlay-layers"), ["layers.json", ...[...kept].map((id) => `${id}.tar-split.gz`)]);
  await sweep(within("overlay-images"), ["images.json", ...images.map(({ id }) => id)]);
  await sweep(within("overlay"), ["l", ...kept]);
  const links = readdirSync(within("overlay", "l"));
  await sweep(
    within("overlay", "l"),
    links.filter((link) => existsSync(within("overlay", "l", link))),
  );
}

/** The layers that images are made of, down to their bases. */
function layersOf(images: readonly Image[], layers: readonly Layer[]): ReadonlySet<string> {
  const parents = new Map(layers.map(({ id, parent }) => [id, parent]));
  const found = new Set<string>();
  for (const { layer } of images)
    for (let id = layer; id && !found.has(id); id = parents.get(id)) found.add(id);
  return found;
}

function readList<T>(file: string): readonly T[] | undefined {
  try {
    const list: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(list) ? (list as T[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Puts a file in the place of another, in one step. */
function replaceFile(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Removes what lies in a folder under other names. */
async function sweep(folder: string, names: readonly string[]): Promise<void> {
  const kept = new Set(names);
  const others = readdirSync(folder).filter((name) => !kept.has(name));
  await remove(others.map((name) => join(folder, name)));
}

async function remove(paths: readonly string[]): Promise<void> {
  if (paths.length > 0) await must(["rm", "-rf", "--one-file-system", "--", ...paths]);
}
