/** A host's disk: its base below, its own changes above, its containers beside. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { contentKey } from "./cache.ts";
import type { HostFile } from "./host-files.ts";
import { keepImages } from "./image-store.ts";
import type { HostPlace } from "./place.ts";
import { must, run } from "./process.ts";

/** Whether something is mounted at exactly this path. */
export function isMounted(path: string): boolean {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  return mounts.some((line) => line.split(" ")[1] === path);
}

/** Mounts the host's root on `base`; a disk made on another base is made anew. */
export async function mountDisk(place: HostPlace, base: string): Promise<void> {
  const stale = readStamp(place)?.base !== base;
  if (stale) await dropDisk(place);
  if (isMounted(place.root)) return;
  for (const folder of [place.root, place.upper, place.work, place.containers])
    mkdirSync(folder, { recursive: true });
  const layers = `lowerdir=${base},upperdir=${place.upper},workdir=${place.work}`;
  await must(["mount", "-t", "overlay", "-o", layers, "overlay", place.root]);
}

/** Puts the lab's files on a mounted disk unless the very same lie there. Says whether the disk was new. */
export async function fillDisk(place: HostPlace, base: string, files: readonly HostFile[]): Promise<boolean> {
  const key = contentKey(files);
  const stamp = readStamp(place);
  if (stamp?.files === key) return false;
  for (const file of files) await putFile(place.root, file);
  await must(["chmod", "0700", join(place.root, "root/.ssh")]);
  await must(["chroot", place.root, "update-ca-certificates"]);
  writeFileSync(place.stamp, JSON.stringify({ base, files: key }));
  return stamp === undefined;
}

async function putFile(root: string, file: HostFile): Promise<void> {
  const path = join(root, file.path);
  mkdirSync(dirname(path), { recursive: true });
  removeFile(path);
  writeFileSync(path, file.content, { mode: file.mode });
  if (file.owner !== undefined) await must(["chroot", root, "chown", `${file.owner}:`, file.path]);
  if (!file.enable) return;
  const wants = join(root, "etc/systemd/system/multi-user.target.wants");
  mkdirSync(wants, { recursive: true });
  removeFile(join(wants, basename(path)));
  symlinkSync(file.path, join(wants, basename(path)));
}

/** Removes a file or a link, one that points nowhere included (which `rmSync` passes over). */
function removeFile(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })) unlinkSync(path);
}

function readStamp(place: HostPlace): { readonly base: string; readonly files: string } | undefined {
  if (!existsSync(place.stamp)) return undefined;
  return JSON.parse(readFileSync(place.stamp, "utf8")) as { base: string; files: string };
}

/** The machine id on a disk, which a running host has in its environment; empty where there is none. */
export function machineIdOf(place: HostPlace): string {
  const file = join(place.upper, "etc/machine-id");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
}

/** Unmounts the root of a host that is off. */
export async function unmountDisk(place: HostPlace): Promise<void> {
  while (isMounted(place.root)) {
    const plain = await run(["umount", place.root]);
    if (plain.code !== 0) await must(["umount", "--lazy", place.root]);
  }
}

/** Forgets everything a host ever wrote but the images it has pulled. It has to be off. */
export async function dropDisk(place: HostPlace): Promise<void> {
  await unmountDisk(place);
  rmSync(place.stamp, { force: true }); // first: half a disk is no disk
  await removeFolders(place.upper, place.work);
  if (existsSync(place.containers)) await keepImages(place.containers);
}

/** Forgets those too. */
export function dropImages(place: HostPlace): Promise<void> {
  return removeFolders(place.containers);
}

async function removeFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    if (existsSync(folder)) await must(["rm", "-rf", "--one-file-system", folder]);
  }
}
