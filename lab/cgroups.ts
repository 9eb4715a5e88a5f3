/** Control groups for hosts where no systemd of this machine hands them out. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./machine.ts";
import type { Place } from "./place.ts";
import { must } from "./process.ts";

/** Mounts the hierarchies nspawn needs where PID 1 is not systemd and they are missing. */
export async function mountCgroups(machine: Machine): Promise<void> {
  if (machine.systemd || !machine.hybrid) return;
  const mount = async (path: string, options: readonly string[]): Promise<void> => {
    mkdirSync(path, { recursive: true });
    await must(["mount", ...options, "cgroup", path]);
  };
  if (!machine.cgroup1) await mount("/sys/fs/cgroup/systemd", ["-t", "cgroup", "-o", "none,name=systemd"]);
  if (!machine.cgroup2) await mount("/sys/fs/cgroup/unified", ["-t", "cgroup2"]);
}

/**
 * Opens the lab's group and hands on every controller the machine has, where systemd does not do it.
 * Returns the controllers a host in it can use.
 */
export function openGroup(machine: Machine, place: Place): readonly string[] {
  if (machine.systemd || machine.cgroup2 === undefined) return machine.controllers;
  const group = join(machine.cgroup2, place.name);
  mkdirSync(group, { recursive: true });
  const wanted = machine.controllers.filter((name) => ["cpu", "io", "memory", "pids"].includes(name));
  for (const folder of [machine.cgroup2, group]) for (const name of wanted) enableController(folder, name);
  return readFileSync(join(group, "cgroup.subtree_control"), "utf8").split(/\s+/).filter(Boolean);
}

function enableController(folder: string, name: string): void {
  try {
    writeFileSync(join(folder, "cgroup.subtree_control"), `+${name}`);
  } catch {
    return; // not to be had here: what was enabled is read back
  }
}

/** The folders a host's own group has, one in each hierarchy; none where systemd makes them itself. */
export function groupFolders(machine: Machine, place: Place, host: string): readonly string[] {
  if (machine.systemd) return [];
  const mounts = [machine.cgroup2, machine.cgroup1].filter((mount) => mount !== undefined);
  return mounts.map((mount) => join(mount, place.name, host));
}

/**
 * The argv that runs `argv` in these groups. Hosts started from one group would share nspawn's
 * `payload` below it, and their systemds would fight over each other's processes.
 */
export function inGroups(folders: readonly string[], argv: readonly string[]): readonly string[] {
  if (folders.length === 0) return argv;
  const script = 'while [ "$1" != -- ]; do echo $$ > "$1/cgroup.procs"; shift; done; shift; exec "$@"';
  return ["sh", "-ec", script, "in-groups", ...folders, "--", ...argv];
}

/** Removes empty groups, innermost first; one still in use stays. */
export function removeGroups(folders: readonly string[]): void {
  for (const folder of folders) removeGroup(folder);
}

function removeGroup(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeGroup(join(folder, entry.name));
  }
  try {
    rmdirSync(folder);
  } catch {
    return; // in use: the next `down` finds it again
  }
}
