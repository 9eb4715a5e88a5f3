/** One host: booting it, switching it off, running commands on it. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { findHost, type HostName } from "./addresses.ts";
import { groupFolders, inGroups, removeGroups } from "./cgroups.ts";
import { fillDisk, machineIdOf, mountDisk, unmountDisk } from "./disk.ts";
import { hostFiles, type HostFile } from "./host-files.ts";
import { readKeys } from "./keys.ts";
import type { Machine } from "./machine.ts";
import { BRIDGE, inNetwork } from "./network.ts";
import { hostPlace, type Place } from "./place.ts";
import { LabError, run, startDaemon, waitFor, type Result } from "./process.ts";
import { alive, findLeader, findProcess, signal } from "./processes.ts";
import { sshArgv } from "./ssh.ts";

/** SIGRTMIN+4, which systemd takes as "power off". */
const POWER_OFF = 38;

/** What a host runs as on this machine: nspawn and, once booted, its PID 1. One may be without the other. */
export interface Running {
  readonly nspawn: number | undefined;
  readonly leader: number | undefined;
}

/** A host's processes; undefined where it is off. */
export function findRunning(place: Place, name: HostName): Running | undefined {
  const own = hostPlace(place, name);
  const found = findProcess(`--machine=${own.machine}`);
  const nspawn = found !== undefined && alive(found) ? found : undefined;
  const leader = findLeader(machineIdOf(own));
  return nspawn === undefined && leader === undefined ? undefined : { nspawn, leader };
}

/** What boots a host: its base's folder, folders it sees read-only (`from` to `to`), files beside the common ones. */
export interface Boot {
  readonly base: string;
  readonly binds: readonly { readonly from: string; readonly to: string }[];
  readonly files: readonly HostFile[];
}

/** Starts a host unless it runs; says whether its disk is new. Returns before it answers. */
async function startHost(place: Place, machine: Machine, name: HostName, boot: Boot): Promise<boolean> {
  const running = findRunning(place, name);
  if (running?.nspawn !== undefined) return false;
  if (running) await stopRunning(running, 0);
  const host = findHost(name);
  if (!host) throw new LabError(`lab: there is no host '${name}'.`);
  const own = hostPlace(place, name);
  await mountDisk(own, boot.base);
  await dropInterface(place, own.machine);
  const files = [...hostFiles(host, readKeys(place, name), machine), ...boot.files];
  const fresh = await fillDisk(own, boot.base, files);
  const groups = groupFolders(machine, place, name);
  for (const folder of groups) mkdirSync(folder, { recursive: true });
  writeFileSync(own.console, "", { mode: 0o600 });
  const argv = inGroups(groups, inNetwork(place, nspawnArgv(place, machine, name, boot)));
  startDaemon(argv, own.console, { SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1" });
  return fresh;
}

/** The host's end of the bridge, which the kernel takes its time to remove after a power cut. */
async function dropInterface(place: Place, machine: string): Promise<void> {
  await run(inNetwork(place, ["ip", "link", "delete", `vb-${machine}`]));
}

/** nspawn's argv. CAP_SYS_TIME is dropped by name: with it a host would set the clock of the whole machine. */
export function nspawnArgv(place: Place, machine: Machine, name: HostName, boot: Boot): readonly string[] {
  const own = hostPlace(place, name);
  return [
    "systemd-nspawn",
    "--quiet",
    `--directory=${own.root}`,
    `--machine=${own.machine}`,
    `--hostname=${name}`,
    "--boot",
    `--network-bridge=${BRIDGE}`,
    "--register=no",
    ...(machine.systemd ? [] : ["--keep-unit"]),
    "--console=read-only",
    "--timezone=off",
    "--resolv-conf=off",
    "--link-journal=no",
    "--drop-capability=CAP_SYS_TIME",
    "--system-call-filter=@keyring bpf add_key keyctl",
    `--bind=${own.containers}:/var/lib/containers`,
    ...(existsSync("/dev/fuse") ? ["--bind=/dev/fuse"] : []),
    ...boot.binds.map(({ from, to }) => `--bind-ro=${from}:${to}`),
  ];
}

/**
 * Boots a host and waits until sshd answers with the known key and systemd has started everything.
 * A host found on its way down (a `down` that was killed) is booted again once it is off.
 * Returns whether the disk is new, and systemd's word for its state: `running` or `degraded`.
 * Throws `LabError` where the host does not answer.
 */
export async function bootAndWait(
  place: Place,
  machine: Machine,
  name: HostName,
  boot: Boot,
): Promise<{ readonly fresh: boolean; readonly state: string }> {
  let fresh = await startHost(place, machine, name, boot);
  let state = "";
  for (let starts = 1; starts <= 3; starts += 1) {
    const settled = async (): Promise<boolean> => {
      state = await systemState(place, name);
      return state === "running" || state === "degraded" || !findRunning(place, name);
    };
    if (!(await waitFor(settled, 180_000, 250))) break;
    if (findRunning(place, name)) return { fresh, state };
    fresh = (await startHost(place, machine, name, boot)) || fresh;
  }
  const { console } = hostPlace(place, name);
  throw new LabError(`lab: ${name} does not boot or does not answer over SSH; its console: ${console}.`);
}

async function systemState(place: Place, name: HostName): Promise<string> {
  const asked = await run(sshArgv(place, name, ["systemctl", "is-system-running", "--wait"]));
  return asked.stdout.trim();
}

/** Switches a host off: asked cleanly and given `grace` milliseconds, 0 for a power cut. Its disk stays. */
export async function stopHost(place: Place, machine: Machine, name: HostName, grace: number): Promise<void> {
  const running = findRunning(place, name);
  if (running) await stopRunning(running, grace);
  await unmountDisk(hostPlace(place, name));
  removeGroups(groupFolders(machine, place, name));
}

async function stopRunning({ nspawn, leader }: Running, grace: number): Promise<void> {
  const pids = [leader, nspawn].filter((pid) => pid !== undefined);
  const gone = (): boolean => !pids.some(alive);
  if (grace > 0 && leader !== undefined) {
    signal(leader, POWER_OFF);
    if (await waitFor(gone, grace, 50)) return;
  }
  for (const pid of pids) signal(pid, "SIGKILL");
  if (!(await waitFor(gone, 10_000, 50))) throw new LabError(`lab: processes ${pids.join(", ")} do not end.`);
}

/**
 * Runs a command as root on a host, without SSH, so that it is no session of sshd's: as a transient
 * unit in the host's own control groups, where podman works. Throws `LabError` where the host is off.
 */
export function runOnHost(
  place: Place,
  name: HostName,
  argv: readonly string[],
  input?: string,
): Promise<Result> {
  return run(argvOnHost(place, name, argv), input === undefined ? {} : { input });
}

/** The argv that runs `argv` as root on a host, not through SSH, its pipes handed on. */
export function argvOnHost(place: Place, name: HostName, argv: readonly string[]): readonly string[] {
  const leader = findRunning(place, name)?.leader;
  if (leader === undefined) throw new LabError(`lab: ${name} is off; start it with: npm run lab -- up.`);
  const unit = ["systemd-run", "--quiet", "--collect", "--wait", "--pipe", "--service-type=exec"];
  const env = ["--setenv=HOME=/root", "--setenv=LANG=C.UTF-8"];
  const enter = [
    "nsenter",
    `--target=${leader}`,
    "--all",
    "--",
    "env",
    "-i",
    "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
  ];
  const literal = argv.map((word) => word.replaceAll("$", () => "$$")); // systemd would expand ${…}
  return [...enter, ...unit, ...env, "--", ...literal];
}
