/** Reaching a host over SSH, its key always checked. */
import { addressOf, type HostName } from "./addresses.ts";
import { inNetwork } from "./network.ts";
import type { Place } from "./place.ts";

/** The argv that runs `command` on a host over SSH, or a login shell where it is empty. */
export function sshArgv(place: Place, name: HostName, command: readonly string[]): readonly string[] {
  const options = [
    ["BatchMode", "yes"],
    ["StrictHostKeyChecking", "yes"],
    ["UserKnownHostsFile", place.knownHosts],
    ["GlobalKnownHostsFile", "/dev/null"],
    ["IdentitiesOnly", "yes"],
    ["ConnectTimeout", "5"],
    ["LogLevel", "ERROR"],
  ].flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  const target = `root@${addressOf(name)}`;
  return inNetwork(place, [
    "ssh",
    "-F",
    "none",
    "-i",
    place.sshKey,
    ...options,
    target,
    ...quoteAll(command),
  ]);
}

/** ssh joins its words with spaces and hands them to the host's shell: so each is quoted for it. */
function quoteAll(command: readonly string[]): readonly string[] {
  return command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
}
