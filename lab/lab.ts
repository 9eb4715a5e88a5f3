/** The lab as a whole: up, down, reset. What tests do to a running lab is in `control.ts` and `ssh-log.ts`, passed on from here. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { HOSTS, type HostName } from "./addresses.ts";
import { build, groundsOf, type Grounds } from "./build.ts";
import { withLock } from "./cache.ts";
import { makeAuthority } from "./certificates.ts";
import { groupFolders, mountCgroups, openGroup, removeGroups } from "./cgroups.ts";
import { cloudBoot } from "./cloud.ts";
import { dropDisk, dropImages } from "./disk.ts";
import { registriesConf } from "./host-files.ts";
import { bootAndWait, findRunning, stopHost } from "./host.ts";
import { makeKeys } from "./keys.ts";
import { raiseWatches, readMachine, refusal, type Machine } from "./machine.ts";
import { closeNetwork, openNetwork } from "./network.ts";
import { installPackages } from "./packages.ts";
import { hostPlace, PLACE, type Place } from "./place.ts";
import { LabError } from "./process.ts";
import { endProcesses, processesInNetwork } from "./processes.ts";
import { dropPushes, publish, startRegistry, stopRegistry, type StoredImage } from "./registry.ts";

export { enter, knownHostsFile, onHost, onHostArgv, powerOff, runnerEnvironment } from "./control.ts";
export { journalCursor, sshConnections, sshSessions } from "./ssh-log.ts";

/** Takes one line of progress. */
export type Log = (line: string) => void;

const NAMES = HOSTS.map((host) => host.name);
/** How long hosts may take to switch off at `down`, in milliseconds. */
const GRACE = 30_000;
const say: Log = (line) => console.log(`lab: ${line}`);

/** This machine, if the lab can run on it; throws `LabError` (exit 2) otherwise. */
export function supportedMachine(): Machine {
  const machine = readMachine();
  const reason = refusal(machine);
  if (reason !== undefined) throw new LabError(reason, 2);
  return machine;
}

/** Brings the lab up, whatever state it is in: what runs stays, what is missing is made. With names, only these hosts boot. */
export async function up(
  log: Log = say,
  place: Place = PLACE,
  names: readonly HostName[] = NAMES,
): Promise<void> {
  await prepareMachine(log);
  await locked(place, log, async () => {
    const built = await buildIn(place, log);
    await openNetwork(place);
    await makeAuthority(place);
    await makeKeys(place);
    writeFileSync(place.registriesConf, registriesConf());
    await Promise.all([openRegistry(place, built.images), boot(place, built, names, log)]);
  });
}

/** Makes what the cache lacks, which is most of a first `up`; boots nothing. */
export async function prepare(log: Log = say, place: Place = PLACE): Promise<void> {
  await prepareMachine(log);
  await locked(place, log, async () => {
    await buildIn(place, log);
    if (!isUp(place)) rmSync(place.run, { recursive: true, force: true });
  });
}

/** Builds what the cache lacks, from the lab's own folder. */
function buildIn(place: Place, log: Log): ReturnType<typeof build> {
  mkdirSync(place.run, { recursive: true, mode: 0o700 });
  return build(place, log);
}

/** Gives this machine what every lab on it needs; of labs that come up at once, one does it and the others wait. */
async function prepareMachine(log: Log): Promise<void> {
  supportedMachine();
  await withLock(
    "/run/oml-lab.lock",
    () => log("waiting: another lab prepares this machine"),
    async () => {
      await installPackages(log);
      await mountCgroups(readMachine());
      raiseWatches();
    },
  );
}

/** Ends everything of the lab; disks, keys and the cache stay. */
export async function down(log: Log = say, place: Place = PLACE): Promise<void> {
  const machine = supportedMachine();
  await locked(place, log, async () => {
    await Promise.all(NAMES.map((name) => stopHost(place, machine, name, GRACE)));
    await stopRegistry(place);
    await endProcesses(processesInNetwork(place.netns), 5_000);
    await closeNetwork(place);
    removeGroups(groupFolders(machine, place, "."));
    rmSync(place.run, { recursive: true, force: true });
    log("everything is off; disks and cache stay");
  });
}

/**
 * Gives hosts new disks and boots those that ran; the images they have pulled stay. With no names: every host, the
 * images go too, and the registry forgets what was pushed to it.
 */
export async function reset(
  log: Log = say,
  names?: readonly HostName[],
  place: Place = PLACE,
): Promise<void> {
  const machine = supportedMachine();
  const chosen = names ?? NAMES;
  await locked(place, log, async () => {
    const running = chosen.filter((name) => findRunning(place, name));
    await renew(place, machine, chosen);
    if (names === undefined) await forgetImages(place);
    log(`new disks: ${chosen.join(", ")}`);
    if (!isUp(place)) return;
    if (names === undefined) await openRegistry(place, (await build(place, log)).images);
    await boot(place, await groundsOf(place, log), running, log);
  });
}

/** Gives hosts of a running lab new disks, but for the images they have pulled, and boots them, on or off as they were. */
export async function resetHosts(
  names: readonly HostName[],
  log: Log = say,
  place: Place = PLACE,
): Promise<void> {
  const machine = supportedMachine();
  if (!isUp(place)) throw new LabError("lab: the lab is down; start it with: npm run lab -- up");
  await locked(place, log, async () => {
    await renew(place, machine, names);
    await boot(place, await groundsOf(place, log), names, log);
  });
}

/** Boots a host of a running lab with the disk it has and waits until it answers. */
export async function bootHost(name: HostName, log: Log = say, place: Place = PLACE): Promise<void> {
  if (!isUp(place)) throw new LabError("lab: the lab is down; start it with: npm run lab -- up");
  await locked(place, log, async () => boot(place, await groundsOf(place, log), [name], log));
}

/** Whether the lab has a network; the hosts may still be on or off. */
export function isUp(place: Place = PLACE): boolean {
  return existsSync(place.netns);
}

async function renew(place: Place, machine: Machine, names: readonly HostName[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      await stopHost(place, machine, name, 0);
      await dropDisk(hostPlace(place, name));
    }),
  );
}

/** Every image a host has pulled, and every one that was pushed to the registry. */
async function forgetImages(place: Place): Promise<void> {
  await stopRegistry(place);
  await dropPushes(place);
  await Promise.all(NAMES.map((name) => dropImages(hostPlace(place, name))));
}

async function openRegistry(place: Place, images: readonly StoredImage[]): Promise<void> {
  await startRegistry(place);
  await publish(place, images);
}

async function boot(place: Place, grounds: Grounds, names: readonly HostName[], log: Log): Promise<void> {
  const read = readMachine();
  const machine = { ...read, controllers: openGroup(read, place) };
  const cloud = await cloudBoot(place, grounds.programs);
  const chosen = HOSTS.filter((host) => names.includes(host.name));
  await Promise.all(
    chosen.map(async (host) => {
      const base = grounds.bases.get(host.base) ?? "";
      const files = host.name === "cloud" ? cloud : { binds: [], files: [] };
      const { fresh, state } = await bootAndWait(place, machine, host.name, { base, ...files });
      const notes = [...(fresh ? ["new disk"] : []), ...(state === "running" ? [] : [state])];
      log(`${host.name}: ready at ${host.addresses[0]}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`);
    }),
  );
}

async function locked<T>(place: Place, log: Log, work: () => Promise<T>): Promise<T> {
  return withLock(`${place.data}/lock`, () => log("waiting: another command works on this lab"), work);
}
