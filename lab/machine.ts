/** What this machine is and allows: read once, assumed nowhere. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** What the lab has to know of the machine it runs on. */
export interface Machine {
  readonly root: boolean;
  /** `debian 12` as in os-release. */
  readonly system: string;
  readonly cpu: string;
  /** PID 1 is systemd, which then owns the control groups. */
  readonly systemd: boolean;
  /** Where the cgroup v2 hierarchy is mounted; undefined where it is not. */
  readonly cgroup2: string | undefined;
  /** Where v1's `name=systemd` hierarchy is mounted; undefined where it is not. */
  readonly cgroup1: string | undefined;
  /** /sys/fs/cgroup is a folder of hierarchies (v1 or hybrid), not cgroup v2 itself. */
  readonly hybrid: boolean;
  /** Controllers cgroup v2 can hand to a host. */
  readonly controllers: readonly string[];
  /** CAP_SYS_RESOURCE: whether hard limits can be raised. */
  readonly raisesLimits: boolean;
  /** Hard limits of this process: `unlimited` or a number. */
  readonly limits: Readonly<Record<"nofile" | "nproc" | "memlock", string>>;
}

const SUPPORTED = ["debian 12", "debian 13", "ubuntu 24.04"];
const CAP_SYS_RESOURCE = 24;

/** Why the lab cannot run here, as one sentence; undefined where it can. */
export function refusal(machine: Pick<Machine, "root" | "system" | "cpu">): string | undefined {
  if (!machine.root) return "lab: booting hosts needs root; run it again as root (sudo npm run lab -- up).";
  if (machine.cpu !== "x64") return `lab: the hosts are x86-64; this machine is ${machine.cpu}.`;
  if (SUPPORTED.includes(machine.system)) return undefined;
  return `lab: Debian 12, Debian 13 or Ubuntu 24.04 is needed; this is '${machine.system}'.`;
}

/** `ID VERSION_ID` of an os-release file. */
export function systemName(osRelease: string): string {
  const field = (key: string): string =>
    new RegExp(`^${key}="?([^"\n]*)"?$`, "m").exec(osRelease)?.[1] ?? "unknown";
  return `${field("ID")} ${field("VERSION_ID")}`;
}

/** A hard limit out of /proc/self/limits, by the name it has there. */
export function hardLimit(limits: string, title: string): string {
  return new RegExp(`^${title} +\\S+ +(\\S+)`, "m").exec(limits)?.[1] ?? "unlimited";
}

/** Whether a /proc/self/status grants the capability of that number. */
export function grants(status: string, capability: number): boolean {
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0";
  return ((BigInt(`0x${mask}`) >> BigInt(capability)) & 1n) === 1n;
}

/** The mount point of a cgroup hierarchy in /proc/self/mounts: v2, or v1's named `systemd`. */
export function cgroupMount(mounts: string, kind: "v2" | "systemd"): string | undefined {
  for (const line of mounts.split("\n")) {
    const [, point, type, options] = line.split(" ");
    if (kind === "v2" && type === "cgroup2") return point;
    if (kind === "systemd" && type === "cgroup" && options?.split(",").includes("name=systemd")) return point;
  }
  return undefined;
}

/** Reads this machine. */
export function readMachine(): Machine {
  const read = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");
  const mounts = read("/proc/self/mounts");
  const limits = read("/proc/self/limits");
  const cgroup2 = cgroupMount(mounts, "v2");
  return {
    root: process.getuid?.() === 0,
    system: systemName(read("/etc/os-release")),
    cpu: process.arch,
    systemd: existsSync("/run/systemd/system"),
    cgroup2,
    cgroup1: cgroupMount(mounts, "systemd"),
    hybrid: cgroup2 !== "/sys/fs/cgroup",
    controllers:
      cgroup2 === undefined ? [] : read(`${cgroup2}/cgroup.controllers`).split(/\s+/).filter(Boolean),
    raisesLimits: grants(read("/proc/self/status"), CAP_SYS_RESOURCE),
    limits: {
      nofile: hardLimit(limits, "Max open files"),
      nproc: hardLimit(limits, "Max processes"),
      memlock: hardLimit(limits, "Max locked memory"),
    },
  };
}

const WATCHES = "/proc/sys/fs/inotify/max_user_instances";
/** systemd and podman of several labs' hosts use more than the kernel's 128. */
const WANTED_WATCHES = 1024;

/** Lets root's processes watch as many places as several labs need: the hosts share this limit with the machine. */
export function raiseWatches(): void {
  if (Number(readFileSync(WATCHES, "utf8")) < WANTED_WATCHES) writeFileSync(WATCHES, String(WANTED_WATCHES));
}
