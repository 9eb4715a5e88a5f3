/** What tests and the demo do with a running lab. Every function throws `LabError` where the lab is not up. */
import type { HostName } from "./addresses.ts";
import { argvOnHost, runOnHost, stopHost } from "./host.ts";
import { readMachine } from "./machine.ts";
import { inNetwork } from "./network.ts";
import { PLACE, type Place } from "./place.ts";
import type { Result } from "./process.ts";

/** How long a clean power-off may take, in milliseconds; units may take 70 s to stop. */
const CLEAN = 120_000;

/** The argv that runs `argv` inside the lab's network, as the runner does. */
export function enter(argv: readonly string[], place: Place = PLACE): readonly string[] {
  return inNetwork(place, argv);
}

/**
 * What a runner of this lab has in its environment: `OML_SSH_KEY` (path of the key that opens every host),
 * `OML_LAB_CA` (path of the lab's certificate authority, PEM), `OML_LAB_KNOWN_HOSTS`, and
 * `CONTAINERS_REGISTRIES_CONF`, which maps production names to the lab's registry.
 */
export function runnerEnvironment(place: Place = PLACE): Readonly<Record<string, string>> {
  return {
    CONTAINERS_REGISTRIES_CONF: place.registriesConf,
    OML_SSH_KEY: place.sshKey,
    OML_LAB_CA: place.ca,
    OML_LAB_KNOWN_HOSTS: place.knownHosts,
  };
}

/** The path of the known_hosts file with every host's key, by address and by name. */
export function knownHostsFile(place: Place = PLACE): string {
  return place.knownHosts;
}

/** Runs a command as root on a host, not through SSH; the code is the command's, never an exception. */
export function onHost(
  name: HostName,
  argv: readonly string[],
  options: { readonly input?: string } = {},
  place: Place = PLACE,
): Promise<Result> {
  return runOnHost(place, name, argv, options.input);
}

/** The argv of such a command, for one whose pipes matter. */
export function onHostArgv(name: HostName, argv: readonly string[], place: Place = PLACE): readonly string[] {
  return argvOnHost(place, name, argv);
}

/** Switches a host off, its disk kept: cleanly, or with `hard` as a power cut does. */
export async function powerOff(
  name: HostName,
  options: { readonly hard?: boolean } = {},
  place: Place = PLACE,
): Promise<void> {
  await stopHost(place, readMachine(), name, options.hard ? 0 : CLEAN);
}
