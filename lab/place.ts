/** Where a checkout's labs live: names and paths, all derived from the checkout's own path and the lab's name. */
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { HostName } from "./addresses.ts";

/** Names and absolute paths of one lab. */
export interface Place {
  /** The checkout's folder. */
  readonly checkout: string;
  /** 8 hex digits of the checkout's path and the lab's name: what keeps two labs apart. */
  readonly hash: string;
  /** `oml-lab-<hash>`: network namespace and control group. */
  readonly name: string;
  /** State of the running lab, 0700: gone after `down`. */
  readonly run: string;
  /** What outlives `down`: hosts' disks, host keys, the lab's certificate authority. */
  readonly data: string;
  /** Shared by all checkouts: bases, programs, images. */
  readonly cache: string;
  readonly netns: string;
  readonly sshKey: string;
  readonly knownHosts: string;
  readonly registriesConf: string;
  readonly ca: string;
}

/** The place of a lab of `checkout`: its own, or a further one of that `lab` name; `cache` as `OML_LAB_CACHE` gives it. */
export function placeOf(checkout: string, cache: string | undefined, lab = ""): Place {
  const own = lab === "" ? checkout : `${checkout}\0${lab}`;
  const hash = createHash("sha256").update(own).digest("hex").slice(0, 8);
  const name = `oml-lab-${hash}`;
  const run = join("/run", name);
  const data = join("/var/lib/oml-lab", hash);
  return {
    checkout,
    hash,
    name,
    run,
    data,
    cache: cache || "/var/cache/oml-lab",
    netns: join("/run/netns", name),
    sshKey: join(run, "id_ed25519"),
    knownHosts: join(run, "known_hosts"),
    registriesConf: join(run, "registries.conf"),
    ca: join(data, "ca", "ca.pem"),
  };
}

/** Who is not root boots no lab, and keeps programs in a cache of their own. */
const OWN_CACHE = process.getuid?.() === 0 ? undefined : join(homedir(), ".cache", "oml-lab");

/** The place of a lab of the checkout this file belongs to: `name` as `OML_LAB_NAME` gives it, empty for its own. */
export function placeOfLab(name: string): Place {
  const cache = process.env["OML_LAB_CACHE"] || OWN_CACHE;
  return placeOf(realpathSync(join(import.meta.dirname, "..")), cache, name);
}

/** The place of the lab that this process works with. */
export const PLACE: Place = placeOfLab(process.env["OML_LAB_NAME"] ?? "");

/** A host's folders and names. */
export interface HostPlace {
  /** nspawn's machine name: unique on this machine. */
  readonly machine: string;
  /** /etc/machine-id: 32 hex digits, no other host's. */
  readonly machineId: string;
  readonly dir: string;
  readonly root: string;
  readonly upper: string;
  readonly work: string;
  readonly containers: string;
  /** Names what the disk was made of: base and the lab's files. */
  readonly stamp: string;
  readonly console: string;
}

/** Where a host of `place` keeps its disk. */
export function hostPlace(place: Place, name: HostName): HostPlace {
  const dir = join(place.data, "hosts", name);
  return {
    machineId: createHash("sha256").update(`${place.hash}/${name}`).digest("hex").slice(0, 32),
    machine: `${name}-${place.hash}`,
    dir,
    root: join(dir, "root"),
    upper: join(dir, "upper"),
    work: join(dir, "work"),
    containers: join(dir, "containers"),
    stamp: join(dir, "stamp.json"),
    console: join(place.run, `${name}.console`),
  };
}
