/** What the lab needs from the cache: bases, programs and images, built where they are missing. */
import { existsSync } from "node:fs";
import { HOSTS, type BaseName } from "./addresses.ts";
import { basePath, buildBase, recipeOf } from "./base.ts";
import { withLock } from "./cache.ts";
import type { Programs } from "./cloud.ts";
import { buildImages } from "./images/build.ts";
import type { Place } from "./place.ts";
import { withStore, type StoredImage } from "./registry.ts";
import { buildTools } from "./tools/build.ts";

/** What hosts boot on: folders of the bases, paths of the programs. */
export interface Grounds {
  readonly bases: ReadonlyMap<BaseName, string>;
  readonly programs: Programs;
}

type Log = (line: string) => void;

const BASES = [...new Set(HOSTS.map((host) => host.base))];

/** Builds everything the cache lacks; with nothing to build it costs a fraction of a second. */
export function build(
  place: Place,
  log: Log,
): Promise<Grounds & { readonly images: readonly StoredImage[] }> {
  return locked(place, log, async () => {
    const [grounds, images] = await Promise.all([
      buildGrounds(place, log),
      withStore(place, (registry) => buildImages({ registry, cache: place.cache, log })),
    ]);
    return { ...grounds, images };
  });
}

/** What hosts boot on, images left alone; waits for no other builder where the cache has it all. */
export async function groundsOf(place: Place, log: Log): Promise<Grounds> {
  const missing = BASES.some((name) => !existsSync(basePath(place.cache, recipeOf(name))));
  return missing ? locked(place, log, () => buildGrounds(place, log)) : buildGrounds(place, log);
}

async function buildGrounds(place: Place, log: Log): Promise<Grounds> {
  const bases = BASES.map(async (name) => [name, await buildBase(place.cache, name, log)] as const);
  const [made, programs] = await Promise.all([Promise.all(bases), buildTools(place.cache, log)]);
  return { bases: new Map(made), programs };
}

function locked<T>(place: Place, log: Log, work: () => Promise<T>): Promise<T> {
  return withLock(`${place.cache}/lock`, () => log("waiting: another lab builds in the same cache"), work);
}
