/** What `up` needs from the cache: bases, programs and images, built where they are missing. */
import { HOSTS, type BaseName } from "./addresses.ts";
import { buildBase } from "./base.ts";
import { withLock } from "./cache.ts";
import type { Programs } from "./cloud.ts";
import { buildImages } from "./images/build.ts";
import type { Place } from "./place.ts";
import { withStore, type StoredImage } from "./registry.ts";
import { buildTools } from "./tools/build.ts";

/** Everything built: folders of the bases, paths of the programs, images in the shared store. */
export interface Built {
  readonly bases: ReadonlyMap<BaseName, string>;
  readonly programs: Programs;
  readonly images: readonly StoredImage[];
}

/** Builds what the cache lacks; with nothing to build it costs a fraction of a second. */
export async function build(place: Place, log: (line: string) => void): Promise<Built> {
  const wait = (): void => log("waiting: another lab builds in the same cache");
  return withLock(`${place.cache}/lock`, wait, async () => {
    const names = [...new Set(HOSTS.map((host) => host.base))];
    const [bases, programs, images] = await Promise.all([
      Promise.all(names.map(async (name) => [name, await buildBase(place.cache, name, log)] as const)),
      buildTools(place.cache, log),
      withStore(place, (registry) => buildImages({ registry, cache: place.cache, log })),
    ]);
    return { bases: new Map(bases), programs, images };
  });
}
