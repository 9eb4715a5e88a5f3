/** The system packages the lab, and tests beside it, need on the machine they run on. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { must, LabError } from "./process.ts";

/** A file that is there when the package is: a program's name, or a path. */
const NEEDED: Readonly<Record<string, string>> = {
  mmdebstrap: "mmdebstrap",
  "/usr/share/keyrings/debian-archive-keyring.gpg": "debian-archive-keyring",
  "systemd-nspawn": "systemd-container",
  ip: "iproute2",
  nsenter: "util-linux",
  flock: "util-linux",
  ssh: "openssh-client",
  openssl: "openssl",
  "docker-registry": "docker-registry",
  skopeo: "skopeo",
  buildah: "buildah",
  curl: "curl",
  zstd: "zstd",
  sipp: "sip-tester",
  psql: "postgresql-client",
};

/** Where programs are looked for: the path, and where Debian keeps root's own. */
function findProgram(name: string): boolean {
  if (name.startsWith("/")) return existsSync(name);
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => existsSync(join(folder, name)));
}

/** Packages that are missing, each once. */
export function missingPackages(found: (name: string) => boolean = findProgram): readonly string[] {
  const missing = Object.entries(NEEDED).filter(([name]) => !found(name));
  return [...new Set(missing.map(([, name]) => name))];
}

/** Installs what is missing with apt, saying so; throws `LabError` (exit 2) where apt cannot. */
export async function installPackages(log: (line: string) => void): Promise<void> {
  const missing = missingPackages();
  if (missing.length === 0) return;
  log(`installing with apt: ${missing.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  try {
    await must(["apt-get", "update", "-qq"], { env });
    await must(["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...missing], { env });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new LabError(`lab: ${missing.join(", ")} could not be installed with apt. ${detail}`, 2);
  }
}
