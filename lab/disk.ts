/** A host's disk: its base below, its own changes above, its containers beside. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HostFile } from "./host-files.ts";
import type { HostPlace } from "./place.ts";
import { must, run } from "./process.ts";

/** Whether something is mounted at exactly this path. */
export function isMounted(path: string): boolean {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  return mounts.some((line) => line.split(" ")[1] === path);
}

/** Mounts the host's root on `base`; a disk made on another base is made anew. Says whether it is fresh. */
export async function mountDisk(place: HostPlace, base: string): Promise<boolean> {
  const made = existsSync(place.stamp) ? readFileSync(place.stamp, "utf8") : "";
  const fresh = made !== base;
  if (isMounted(place.root)) {
    if (!fresh) return false;
    await unmountDisk(place);
  }
  if (fresh) await dropDisk(place);
  for (const folder of [place.root, place.upper, place.work, place.containers])
    mkdirSync(folder, { recursive: true });
  const layers = `lowerdir=${base},upperdir=${place.upper},workdir=${place.work}`;
  await must(["mount", "-t", "overlay", "-o", layers, "overlay", place.root]);
  return fresh;
}

/** Puts a fresh disk's files in place and marks it as made, last. */
export async function fillDisk(place: HostPlace, base: string, files: readonly HostFile[]): Promise<void> {
  for (const file of files) {
    const path = join(place.root, file.path);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    writeFileSync(path, file.content, { mode: file.mode });
  }
  await must(["chmod", "0700", join(place.root, "root/.ssh")]);
  await must(["chroot", place.root, "update-ca-certificates"]);
  writeFileSync(place.stamp, base);
}

/** Unmounts the root of a host that is off. */
export async function unmountDisk(place: HostPlace): Promise<void> {
  while (isMounted(place.root)) {
    const plain = await run(["umount", place.root]);
    if (plain.code !== 0) await must(["umount", "--lazy", place.root]);
  }
}

/** Forgets everything a host ever wrote. It has to be off. */
export async function dropDisk(place: HostPlace): Promise<void> {
  await unmountDisk(place);
  rmSync(place.stamp, { force: true }); // first: half a disk is no disk
  for (const folder of [place.upper, place.work, place.containers]) {
    if (existsSync(folder)) await must(["rm", "-rf", "--one-file-system", folder]);
  }
}
