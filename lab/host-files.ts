/** What a host finds on its disk at its first boot: a pure function of the lab. */
import { HOSTS, REGISTRY, RUNNER_ADDRESS, SERVED_REGISTRIES } from "./addresses.ts";
import type { LabHost } from "./addresses.ts";
import type { Machine } from "./machine.ts";

/** A file of a host: absolute path, octal mode, content. */
export interface HostFile {
  readonly path: string;
  readonly mode: number;
  readonly content: string;
  /** A user of the host; root where left out. */
  readonly owner?: string;
  /** A unit that starts at boot. */
  readonly enable?: true;
}

/** What the lab keeps for a host beside its disk. */
export interface HostKeys {
  readonly machineId: string;
  readonly hostKey: string;
  readonly hostKeyPublic: string;
  /** The public half of the lab's own key. */
  readonly authorized: string;
  /** The lab's certificate authority, PEM. */
  readonly ca: string;
}

/** Where hosts keep the lab's certificate authority before `update-ca-certificates`. */
export const HOST_CA = "/usr/local/share/ca-certificates/oml-lab.crt";

/** The files that make a fresh disk this host's own. */
export function hostFiles(host: LabHost, keys: HostKeys, machine: Machine): readonly HostFile[] {
  const file = (path: string, content: string, mode = 0o644): HostFile => ({ path, mode, content });
  return [
    file("/etc/hostname", `${host.name}\n`),
    file("/etc/machine-id", `${keys.machineId}\n`, 0o444),
    file("/etc/hosts", hostsFile()),
    file("/etc/systemd/network/10-host0.network", networkFile(host)),
    file("/etc/ssh/ssh_host_ed25519_key", keys.hostKey, 0o600),
    file("/etc/ssh/ssh_host_ed25519_key.pub", keys.hostKeyPublic),
    file("/root/.ssh/authorized_keys", keys.authorized, 0o600),
    file("/etc/containers/registries.conf", registriesConf()),
    file("/etc/containers/containers.conf", containersConf(machine)),
    file(HOST_CA, keys.ca),
  ];
}

/** /etc/hosts: every machine of the lab by every name. */
export function hostsFile(): string {
  const lines = HOSTS.flatMap((host) =>
    host.addresses.map((address, index) => {
      const names = [...(index === 0 ? [host.name] : []), ...(host.names[address] ?? [])];
      return `${address} ${names.join(" ")}`;
    }),
  );
  return ["127.0.0.1 localhost", `${RUNNER_ADDRESS} runner`, ...lines, ""].join("\n");
}

/** Production names to the lab's registry, for podman, skopeo and buildah alike. */
export function registriesConf(): string {
  const registry = (name: string): string =>
    `[[registry]]\nprefix = "${name}"\nlocation = "${REGISTRY}/${name}"\ninsecure = true\n`;
  const own = `[[registry]]\nlocation = "${REGISTRY}"\ninsecure = true\n`;
  const head = 'unqualified-search-registries = ["docker.io"]\n';
  return [head, ...SERVED_REGISTRIES.map(registry), own].join("\n");
}

/** containers.conf: runc, and no more than this machine grants. */
export function containersConf(machine: Machine): string {
  const limits = [];
  if (!machine.controllers.includes("pids")) limits.push("pids_limit = 0");
  if (!machine.raisesLimits) {
    const wanted = Object.entries(machine.limits).filter(([, value]) => value !== "unlimited");
    const values = wanted.map(([name, value]) => `"${name}=${value}:${value}"`);
    limits.push(`default_ulimits = [${values.join(", ")}]`);
  }
  return ["[containers]", ...limits, "", "[engine]", 'runtime = "runc"', ""].join("\n");
}

/** The name begins with 10: the network file nspawn's hosts ship (80) would win over a later one. */
function networkFile(host: LabHost): string {
  const addresses = host.addresses.map((address) => `Address=${address}/24`);
  return ["[Match]", "Name=host0", "", "[Network]", ...addresses, "LinkLocalAddressing=no", ""].join("\n");
}
