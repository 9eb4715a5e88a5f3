/** One host: booting it, switching it off, running commands on it. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { findHost, type HostName } from "./addresses.ts";
import { groupFolders, inGroups, removeGroups } from "./cgroups.ts";
import { fillDisk, mountDisk, unmountDisk } from "./disk.ts";
import { hostFiles, type HostFile } from "./host-files.ts";
import { readKeys } from "./keys.ts";
import type { Machine } from "./machine.ts";
import { BRIDGE, inNetwork } from "./network.ts";
import { hostPlace, type Place } from "./place.ts";
import { LabError, run, startDaemon, waitFor, type Result } from "./process.ts";
import { alive, findProcess, leaderOf, signal } from "./processes.ts";
import { sshArgv } from "./ssh.ts";

/** SIGRTMIN+4, which systemd takes as "power off". */
const POWER_OFF = 38;

/** What a host runs as on this machine: nspawn and, once booted, its PID 1. */
export interface Running {
  readonly nspawn: number;
  readonly leader: number | undefined;
}

/** A host's processes; undefined where it is off. */
export function findRunning(place: Place, name: HostName): Running | undefined {
  const nspawn = findProcess(`--machine=${hostPlace(place, name).machine}`);
  return nspawn === undefined || !alive(nspawn) ? undefined : { nspawn, leader: leaderOf(nspawn) };
}

/** What boots a host: its base's folder, folders it sees read-only (`from` to `to`), files beside the common ones. */
export interface Boot {
  readonly base: string;
  readonly binds: readonly { readonly from: string; readonly to: string }[];
  readonly files: readonly HostFile[];
}

/** Boots a host unless it runs; says whether its disk is fresh. Returns before it answers: see `waitForHost`. */
export async function startHost(
  place: Place,
  machine: Machine,
  name: HostName,
  boot: Boot,
): Promise<boolean> {
  if (findRunning(place, name)) return false;
  const host = findHost(name);
  if (!host) throw new LabError(`lab: there is no host '${name}'.`);
  const own = hostPlace(place, name);
  await mountDisk(own, boot.base);
  const files = [...hostFiles(host, readKeys(place, name), machine), ...boot.files];
  const fresh = await fillDisk(own, boot.base, files);
  const groups = groupFolders(machine, place, name);
  for (const folder of groups) mkdirSync(folder, { recursive: true });
  writeFileSync(own.console, "", { mode: 0o600 });
  const argv = inGroups(groups, inNetwork(place, nspawnArgv(place, machine, name, boot)));
  startDaemon(argv, own.console, { SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1" });
  return fresh;
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
 * Waits until sshd answers with the known key and systemd has started everything; returns systemd's
 * word for it, `running` or `degraded`. Throws `LabError` where the host does not answer.
 */
export async function waitForHost(place: Place, name: HostName): Promise<string> {
  let state = "";
  const answers = async (): Promise<boolean> => {
    const result = await run(sshArgv(place, name, ["systemctl", "is-system-running", "--wait"]));
    state = result.stdout.trim();
    return state === "running" || state === "degraded";
  };
  if (await waitFor(answers, 90_000, 250)) return state;
  const console = hostPlace(place, name).console;
  throw new LabError(`lab: ${name} does not answer over SSH after 90 s; its console: ${console}.`);
}

/** Switches a host off: cleanly, or with `hard` as a power cut does. Its disk stays. */
export async function stopHost(place: Place, machine: Machine, name: HostName, hard = false): Promise<void> {
  const running = findRunning(place, name);
  if (running) await stopRunning(running, hard);
  await unmountDisk(hostPlace(place, name));
  removeGroups(groupFolders(machine, place, name));
}

async function stopRunning({ nspawn, leader }: Running, hard: boolean): Promise<void> {
  const pids = [leader, nspawn].filter((pid) => pid !== undefined);
  const gone = (): boolean => !pids.some(alive);
  if (!hard && leader !== undefined) {
    signal(leader, POWER_OFF);
    if (await waitFor(gone, 30_000, 50)) return;
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
  return run([...enter, ...unit, ...env, "--", ...argv], input === undefined ? {} : { input });
}
