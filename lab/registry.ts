/** The lab's registry: the shared store of images below, this lab's own pushes above. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { REGISTRY } from "./addresses.ts";
import { isMounted } from "./disk.ts";
import { inNetwork } from "./network.ts";
import type { Place } from "./place.ts";
import { LabError, must, run, startDaemon, waitFor } from "./process.ts";
import { endProcesses, findProcess } from "./processes.ts";

/** An image in the store under its content key, and the production tags it is known by. */
export interface StoredImage {
  readonly repository: string;
  readonly key: string;
  readonly tags: readonly string[];
}

/** docker-registry's configuration (YAML): `folder` served over plain HTTP at `address`. */
export function registryConfig(folder: string, address: string): string {
  return [
    "version: 0.1",
    "log: {level: warn, accesslog: {disabled: true}}",
    `storage: {filesystem: {rootdirectory: ${JSON.stringify(folder)}}, delete: {enabled: true}}`,
    `http: {addr: ${JSON.stringify(address)}}`,
    "",
  ].join("\n");
}

/** Where the cache keeps every image built on this machine. */
function storeOf(place: Place): string {
  return join(place.cache, "registry");
}

/** Does `work` while the shared store is served on the loopback. The caller holds the cache's lock. */
export async function withStore<T>(place: Place, work: (address: string) => Promise<T>): Promise<T> {
  const config = join(place.run, "store.yml");
  await stopServer(config);
  mkdirSync(storeOf(place), { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  writeFileSync(config, registryConfig(storeOf(place), address));
  startDaemon(["docker-registry", "serve", config], join(place.run, "store.log"));
  try {
    const answers = async (): Promise<boolean> =>
      (await run(["curl", "-sf", `http://${address}/v2/`])).code === 0;
    if (!(await waitFor(answers, 10_000, 50)))
      throw new LabError(`lab: no registry; see ${place.run}/store.log.`);
    return await work(address);
  } finally {
    await stopServer(config);
  }
}

/** Starts the lab's registry unless it answers. */
export async function startRegistry(place: Place): Promise<void> {
  const answers = async (): Promise<boolean> =>
    (await run(inNetwork(place, ["curl", "-sf", `http://${REGISTRY}/v2/`]))).code === 0;
  if (isMounted(overlay(place).merged) && (await answers())) return;
  await stopRegistry(place);
  const { merged, upper, work } = overlay(place);
  for (const folder of [merged, upper, work]) mkdirSync(folder, { recursive: true });
  const layers = `lowerdir=${storeOf(place)},upperdir=${upper},workdir=${work}`;
  await must(["mount", "-t", "overlay", "-o", layers, "overlay", merged]);
  writeFileSync(configOf(place), registryConfig(merged, REGISTRY));
  const log = join(place.run, "registry.log");
  startDaemon(inNetwork(place, ["docker-registry", "serve", configOf(place)]), log);
  if (!(await waitFor(answers, 10_000, 50)))
    throw new LabError(`lab: the registry does not answer; see ${log}.`);
}

/** Whether the registry's process runs. */
export function registryRuns(place: Place): boolean {
  return findProcess(configOf(place)) !== undefined;
}

/** Stops the lab's registry, and the store's if a killed `up` left it. What was pushed stays. */
export async function stopRegistry(place: Place): Promise<void> {
  await stopServer(join(place.run, "store.yml"));
  await stopServer(configOf(place));
  const { merged } = overlay(place);
  while (isMounted(merged)) await must(["umount", merged]);
}

/** Forgets everything pushed to this lab alone. The registry has to be stopped. */
export function dropPushes(place: Place): void {
  rmSync(join(place.data, "registry"), { recursive: true, force: true });
}

/**
 * Gives each image its production tags, the same bytes and so the same digest. An image that was built
 * after the registry started may be hidden from it: then it starts again, once.
 */
export async function publish(place: Place, images: readonly StoredImage[]): Promise<void> {
  const program = join(import.meta.dirname, "publish.ts");
  const argv = inNetwork(place, [process.execPath, program]);
  const input = JSON.stringify(images);
  if ((await run(argv, { input })).code === 0) return;
  await stopRegistry(place);
  await startRegistry(place);
  await must(argv, { input });
}

function overlay(place: Place): { readonly merged: string; readonly upper: string; readonly work: string } {
  const folder = (name: string): string => join(place.data, "registry", name);
  return { merged: folder("merged"), upper: folder("upper"), work: folder("work") };
}

function configOf(place: Place): string {
  return join(place.run, "registry.yml");
}

async function stopServer(config: string): Promise<void> {
  const pid = existsSync(config) ? findProcess(config) : undefined;
  if (pid !== undefined) await endProcesses([pid], 3_000);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
