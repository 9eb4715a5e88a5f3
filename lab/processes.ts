/** Finding the lab's processes by what the kernel says of them: no pid file that could be stale. */
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { waitFor } from "./process.ts";

/** One process of this machine. */
export interface Process {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** Every process that can be read. */
export function allProcesses(): readonly Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), argv: read(`/proc/${name}/cmdline`).split("\0").slice(0, -1) }));
}

/** The process with exactly the argument `mark`, which names its lab; also while it still enters the namespace. */
export function findProcess(mark: string): number | undefined {
  return allProcesses().find(({ argv }) => argv.includes(mark))?.pid;
}

/**
 * The PID 1, as this machine numbers it, of the container booted with this machine id. It is found by
 * itself, not through nspawn: a container outlives an nspawn that was killed.
 */
export function findLeader(machineId: string): number | undefined {
  const uuid = machineId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const mark = `container_uuid=${uuid}`;
  const booted = (pid: number): boolean => read(`/proc/${pid}/environ`).split("\0").includes(mark);
  return allProcesses().find(({ pid }) => isContainerInit(pid) && booted(pid))?.pid;
}

/** The processes whose network is the namespace at `path`, this one excepted. */
export function processesInNetwork(path: string): readonly number[] {
  let inode: number;
  try {
    inode = statSync(path).ino;
  } catch {
    return [];
  }
  return allProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => pid !== process.pid && readLink(`/proc/${pid}/ns/net`) === `net:[${inode}]`);
}

/** Sends a signal (name or number); a process that is gone is no error. */
export function signal(pid: number, kind: NodeJS.Signals | number): void {
  try {
    process.kill(pid, kind);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
  }
}

/** Whether the process runs (a zombie does not). */
export function alive(pid: number): boolean {
  const state = /^State:\s+(\w)/m.exec(read(`/proc/${pid}/status`))?.[1];
  return state !== undefined && state !== "Z" && state !== "X";
}

/** Ends processes: asked first, killed after `grace` milliseconds. */
export async function endProcesses(pids: readonly number[], grace: number): Promise<void> {
  for (const pid of pids) signal(pid, "SIGTERM");
  if (await waitFor(() => !pids.some(alive), grace, 50)) return;
  for (const pid of pids.filter(alive)) signal(pid, "SIGKILL");
  await waitFor(() => !pids.some(alive), 5_000, 50);
}

function isContainerInit(pid: number): boolean {
  const numbers = /^NSpid:\s+(.*)$/m.exec(read(`/proc/${pid}/status`))?.[1]?.split(/\s+/) ?? [];
  return numbers.length === 2 && numbers[1] === "1";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
