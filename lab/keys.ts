/** The lab's keys: its SSH key, the hosts' keys, known_hosts. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOSTS, type HostName } from "./addresses.ts";
import type { HostKeys } from "./host-files.ts";
import { hostPlace, type Place } from "./place.ts";
import { must } from "./process.ts";

/** Makes an ed25519 key pair at `path` (0600) unless it is there. */
async function makeKey(path: string, comment: string): Promise<void> {
  if (existsSync(path)) return;
  const part = `${path}.part`;
  for (const left of [part, `${part}.pub`]) rmSync(left, { force: true });
  await must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", part]);
  renameSync(`${part}.pub`, `${path}.pub`);
  renameSync(part, path);
}

/** Makes every key that is missing and writes known_hosts. Host keys outlive `reset` and `down`. */
export async function makeKeys(place: Place): Promise<void> {
  const folder = join(place.data, "keys");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await makeKey(join(folder, "lab"), place.name);
  for (const host of HOSTS) await makeKey(hostKey(place, host.name), host.name);
  writeFileSync(place.sshKey, readFileSync(join(folder, "lab"), "utf8"), { mode: 0o600 });
  writeFileSync(place.knownHosts, knownHosts(place));
}

/** What a host's disk needs of the keys. */
export function readKeys(place: Place, name: HostName): HostKeys {
  const read = (path: string): string => readFileSync(path, "utf8");
  return {
    machineId: hostPlace(place, name).machineId,
    hostKey: read(hostKey(place, name)),
    hostKeyPublic: read(`${hostKey(place, name)}.pub`),
    authorized: read(join(place.data, "keys", "lab.pub")),
    ca: read(place.ca),
  };
}

/** known_hosts of the whole lab: each host by its addresses and its name. */
function knownHosts(place: Place): string {
  const lines = HOSTS.map((host) => {
    const [kind, key] = readFileSync(`${hostKey(place, host.name)}.pub`, "utf8").split(" ");
    return `${[...host.addresses, host.name].join(",")} ${kind} ${key}`;
  });
  return `${lines.join("\n")}\n`;
}

function hostKey(place: Place, name: HostName): string {
  return join(place.data, "keys", `${name}_ed25519`);
}
