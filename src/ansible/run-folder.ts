/** The private folder of one run: 0700, gone at its end; those of runs that were killed are swept by the next. */
import { execFileSync } from "node:child_process";
import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunPaths } from "./command.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = "oml-run-";
/** A socket's path may be about 100 bytes long; ssh and Ansible add some 30 to the folder's. */
const MAX_SOCKET_FOLDER = 70;

/** A run's folder. `remove` closes its SSH connections and may be called twice. */
export interface RunFolder {
  readonly paths: RunPaths;
  /** Writes a file that only this user reads; returns its path. */
  readonly write: (name: string, content: string) => string;
  readonly remove: () => void;
}

/** Makes the folder, in `RUNNER_TEMP` or else in memory, and sweeps what dead runs left there. */
export function makeRunFolder(environment: Environment): RunFolder {
  const base = environment["RUNNER_TEMP"] ?? (isWritable("/dev/shm") ? "/dev/shm" : tmpdir());
  sweep(base);
  sweep("/tmp");
  const folder = mkdtempSync(join(base, `${ownName()}-`));
  const inside = join(folder, "s");
  const outside = inside.length > MAX_SOCKET_FOLDER;
  const sockets = outside ? mkdtempSync(`/tmp/${ownName()}-`) : inside;
  if (!outside) mkdirSync(inside, { mode: 0o700 });
  return {
    paths: { folder, sockets, knownHosts: join(folder, "known_hosts") },
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content, { mode: 0o600 });
      return path;
    },
    remove: () => {
      closeConnections(sockets);
      for (const path of [folder, sockets]) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Process id and its start time: an id alone may have been given to another process since. */
function ownName(): string {
  return `${PREFIX}${String(process.pid)}-${startOf(process.pid) ?? "0"}`;
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Removes this user's run folders whose process is gone. */
function sweep(base: string): void {
  for (const name of readdirSync(base)) {
    const match = /^oml-run-(\d+)-(\d+)-/.exec(name);
    if (!match || startOf(Number(match[1])) === match[2]) continue;
    const path = join(base, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found?.isDirectory() || found.uid !== process.getuid?.()) continue;
    closeConnections(path);
    rmSync(path, { recursive: true, force: true });
  }
}

/** Asks the SSH masters behind the sockets to leave; one that is gone already is no trouble. */
function closeConnections(folder: string): void {
  for (const path of socketsIn(folder)) {
    try {
      execFileSync("ssh", ["-o", `ControlPath=${path}`, "-O", "exit", "host"], {
        stdio: "ignore",
        timeout: 5000,
      });
    } catch {
      continue;
    }
  }
}

function socketsIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isSocket()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}
