/** The lab as a whole: up, down, reset, and what tests do to its hosts. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { HOSTS, type BaseName, type HostName } from "./addresses.ts";
import { buildBase } from "./base.ts";
import { withLock } from "./cache.ts";
import { makeAuthority } from "./certificates.ts";
import { groupFolders, mountCgroups, removeGroups } from "./cgroups.ts";
import { dropDisk } from "./disk.ts";
import { findRunning, startHost, stopHost, waitForHost, type Boot } from "./host.ts";
import { makeKeys } from "./keys.ts";
import { readMachine, refusal, type Machine } from "./machine.ts";
import { closeNetwork, openNetwork } from "./network.ts";
import { installPackages } from "./packages.ts";
import { hostPlace, PLACE, type Place } from "./place.ts";
import { LabError } from "./process.ts";
import { endProcesses, processesInNetwork } from "./processes.ts";

/** Takes one line of progress. */
export type Log = (line: string) => void;

const NAMES = HOSTS.map((host) => host.name);

/** This machine, if the lab can run on it; throws `LabError` (exit 2) otherwise. */
export function supportedMachine(): Machine {
  const machine = readMachine();
  const reason = refusal(machine);
  if (reason !== undefined) throw new LabError(reason, 2);
  return machine;
}

/** Brings the lab up, whatever state it is in: what runs stays, what is missing is made. */
export async function up(log: Log, place: Place = PLACE): Promise<void> {
  const machine = supportedMachine();
  await installPackages(log);
  await locked(place, log, async () => {
    mkdirSync(place.run, { recursive: true, mode: 0o700 });
    const bases = await build(place, log);
    await mountCgroups(machine);
    await openNetwork(place);
    await makeAuthority(place);
    await makeKeys(place);
    await boot(place, readMachine(), bases, NAMES, log);
  });
}

/** Ends everything of the lab; disks, keys and the cache stay. */
export async function down(log: Log, place: Place = PLACE): Promise<void> {
  const machine = supportedMachine();
  await locked(place, log, async () => {
    await Promise.all(NAMES.map((name) => stopHost(place, machine, name)));
    await endProcesses(processesInNetwork(place.netns), 5_000);
    await closeNetwork(place);
    removeGroups(groupFolders(machine, place, "."));
    rmSync(place.run, { recursive: true, force: true });
  });
}

/** Gives hosts new disks and boots those that ran; all hosts where none is named. */
export async function reset(
  log: Log,
  names: readonly HostName[] = NAMES,
  place: Place = PLACE,
): Promise<void> {
  const machine = supportedMachine();
  await locked(place, log, async () => {
    const running = names.filter((name) => findRunning(place, name));
    await Promise.all(
      names.map(async (name) => {
        await stopHost(place, machine, name, true);
        await dropDisk(hostPlace(place, name));
      }),
    );
    log(`new disks: ${names.join(", ")}`);
    if (running.length > 0) await boot(place, machine, await build(place, log), running, log);
  });
}

/** Everything the cache has to hold, made where it is missing. */
async function build(place: Place, log: Log): Promise<ReadonlyMap<BaseName, string>> {
  const wait = (): void => log("waiting: another lab builds in the same cache");
  return withLock(`${place.cache}/lock`, wait, async () => {
    const names = [...new Set(HOSTS.map((host) => host.base))];
    const made = await Promise.all(
      names.map(async (name) => [name, await buildBase(place.cache, name, log)] as const),
    );
    return new Map(made);
  });
}

async function boot(
  place: Place,
  machine: Machine,
  bases: ReadonlyMap<BaseName, string>,
  names: readonly HostName[],
  log: Log,
): Promise<void> {
  const chosen = HOSTS.filter((host) => names.includes(host.name));
  await Promise.all(
    chosen.map(async (host) => {
      const files: Boot = { base: bases.get(host.base) ?? "", binds: [], files: [] };
      const fresh = await startHost(place, machine, host.name, files);
      await waitForHost(place, host.name);
      log(`${host.name}: ready at ${host.addresses[0]}${fresh ? " (new disk)" : ""}`);
    }),
  );
}

async function locked<T>(place: Place, log: Log, work: () => Promise<T>): Promise<T> {
  return withLock(`${place.data}/lock`, () => log("waiting: another command works on this lab"), work);
}

/** Whether the lab has a network; the hosts may still be on or off. */
export function isUp(place: Place = PLACE): boolean {
  return existsSync(place.netns);
}
