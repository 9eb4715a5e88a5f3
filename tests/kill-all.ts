/** The death of a machine, for tests: a process and all it started are gone at once. */
import { spawnSync, type ChildProcess } from "node:child_process";

/** `kill -9` for a started command, its process group where it leads one, and every descendant, Ansible's workers too. */
export function killAll(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  for (const pid of [-child.pid, child.pid, ...descendantsOf(child.pid)]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      continue; // It ended in the meantime.
    }
  }
}

function descendantsOf(parent: number): number[] {
  const listed = spawnSync("ps", ["-o", "pid=", "--ppid", String(parent)], { encoding: "utf8" }).stdout;
  const children = listed.split("\n").filter(Boolean).map(Number);
  return children.flatMap((pid) => [pid, ...descendantsOf(pid)]);
}
