/** Bases: Debian trees that hosts boot on, made by mmdebstrap once for each recipe. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { debianMirror } from "./mirror.ts";
import type { BaseName } from "./addresses.ts";
import { contentKey, readTree } from "./cache.ts";
import { must } from "./process.ts";

/** Whatever decides the content of a base. */
export interface Recipe {
  readonly name: BaseName;
  readonly suite: string;
  /** undefined: mmdebstrap's default. */
  readonly mirror: string | undefined;
  readonly packages: readonly string[];
  /** Units masked: what has no sense in a machine without a way out. */
  readonly masked: readonly string[];
  readonly enabled: readonly string[];
  readonly files: ReturnType<typeof readTree>;
  /** Raised when `finishBase` changes what it does. */
  readonly revision: number;
}

const MACHINE =
  "systemd systemd-sysv dbus openssh-server python3 python3-apt iproute2 iputils-ping ca-certificates curl wget procps sudo tzdata less";
/** What host preparation would install with apt: there beforehand, as the hosts reach no mirror. */
const PREPARED = "podman runc nftables openssl jq sngrep net-tools postgresql-client";
const CLOUD = "postgresql postgresql-contrib postgresql-plperl-15";
const MASKED =
  "apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer podman-auto-update.timer podman-auto-update.service systemd-pstore.service getty@tty1.service systemd-networkd-wait-online.service";

const FILES = join(import.meta.dirname, "hosts", "files");

/** The recipe of a base. */
export function recipeOf(name: BaseName): Recipe {
  const words = (...lists: readonly string[]): readonly string[] => lists.join(" ").split(" ");
  return {
    name,
    suite: name === "cloud" ? "bookworm" : name,
    mirror: debianMirror(),
    packages: name === "cloud" ? words(MACHINE, "openssl", CLOUD) : words(MACHINE, PREPARED),
    masked: words(MASKED),
    enabled: ["systemd-networkd.service"],
    files: readTree(FILES),
    revision: 2,
  };
}

/** Where the cache keeps the base of that recipe. */
export function basePath(cache: string, recipe: Recipe): string {
  return join(cache, "bases", `${recipe.name}-${contentKey(recipe)}`);
}

/** Makes the base unless the cache has it. The caller holds the cache's lock. */
export async function buildBase(cache: string, name: BaseName, log: (line: string) => void): Promise<string> {
  const recipe = recipeOf(name);
  const path = basePath(cache, recipe);
  if (existsSync(path)) return path;
  const parent = join(cache, "bases");
  mkdirSync(parent, { recursive: true });
  for (const left of readdirSync(parent).filter(
    (entry) => entry.startsWith(`${name}-`) && entry.endsWith(".part"),
  )) {
    rmSync(join(parent, left), { recursive: true, force: true });
  }
  log(`base ${name}: making it with mmdebstrap (half a minute to two)`);
  const part = `${path}.${process.pid}.part`;
  const include = `--include=${recipe.packages.join(",")}`;
  const mirror = recipe.mirror === undefined ? [] : [recipe.mirror];
  const keyring = "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg";
  await must(
    ["mmdebstrap", "--mode=root", "--variant=minbase", keyring, include, recipe.suite, part, ...mirror],
    { log: join(parent, `${name}.log`), env: { LC_ALL: "C.UTF-8" } },
  );
  await finishBase(part, recipe);
  renameSync(part, path);
  log(`base ${name}: ready`);
  return path;
}

/** What turns a Debian tree into a machine that boots quietly and is nobody's yet. */
async function finishBase(root: string, recipe: Recipe): Promise<void> {
  for (const name of readdirSync(join(root, "etc/ssh")).filter((entry) => entry.startsWith("ssh_host_"))) {
    rmSync(join(root, "etc/ssh", name));
  }
  writeFileSync(join(root, "etc/machine-id"), "");
  writeFileSync(join(root, "etc/resolv.conf"), "");
  cpSync(FILES, root, { recursive: true });
  for (const [path, mode] of recipe.files) chmodSync(join(root, path), mode);
  await must(["chroot", root, "systemctl", "enable", "--quiet", ...recipe.enabled]);
  await must(["chroot", root, "systemctl", "mask", "--quiet", ...recipe.masked]);
  maskGenerators(root);
  if (recipe.name === "cloud") await makeCluster(root);
  // Without these marks the first boot of each host rebuilds caches for seconds.
  for (const path of ["etc/.updated", "var/.updated"]) writeFileSync(join(root, path), "");
}

/** systemd's own generators look for disks and consoles, whenever unit files are read again: most of what that costs. */
function maskGenerators(root: string): void {
  const masks = join(root, "etc/systemd/system-generators");
  mkdirSync(masks, { recursive: true });
  for (const name of readdirSync(join(root, "lib/systemd/system-generators")))
    if (name.startsWith("systemd-")) symlinkSync("/dev/null", join(masks, name));
}

/** PostgreSQL's cluster again, in UTF-8: the package made it in whatever locale the builder had. */
async function makeCluster(root: string): Promise<void> {
  await must(["chroot", root, "pg_dropcluster", "15", "main"]);
  await must(["chroot", root, "pg_createcluster", "--locale=C.UTF-8", "15", "main"]);
}
