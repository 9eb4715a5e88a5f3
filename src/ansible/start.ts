/** Starts ansible-playbook: the only place where this toolkit does. It loads no library, so that it can come first. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { buildPlaybookCommand, type Command, type RunSettings } from "./command.ts";
import { openDesk, type Desk } from "./desk.ts";
import type { RunFolder } from "./run-folder.ts";

/** Milliseconds from a polite signal to SIGKILL. */
const GRACE = 5000;

/** A program that runs, in a process group of its own. */
export interface Running {
  /** Hears every line it prints, those printed before too. */
  readonly hear: (listener: (line: string) => void) => void;
  /** Its exit code, once all it printed was heard; null where a signal ended it. Rejects where it cannot be started. */
  readonly ended: Promise<number | null>;
  /** Asks the group to end, and ends it where it does not. */
  readonly stop: () => void;
  /** Ends the group at once. */
  readonly kill: () => void;
}

/** Starts a command. */
export function startProcess({ file, args, env }: Command): Running {
  const child = spawn(file, args, { env, cwd: "/", detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let lines: string[] | undefined = [];
  let listen = (line: string): void => void lines?.push(line);
  for (const stream of [child.stdout, child.stderr]) follow(stream, (line) => listen(line));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  // Who only begins it may never look at its end.
  ended.catch(() => undefined);
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null) signalGroup(child.pid, name);
  };
  return {
    hear: (listener) => {
      for (const line of lines ?? []) listener(line);
      lines = undefined;
      listen = listener;
    },
    ended,
    stop: () => {
      signal("SIGINT");
      setTimeout(() => signal("SIGKILL"), GRACE).unref();
    },
    kill: () => signal("SIGKILL"),
  };
}

function follow(stream: Readable, hear: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", hear);
}

/** A group that is gone already is no trouble. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    return;
  }
}

/** A run of a playbook that loads itself, then waits at its desk to be told of its hosts. */
export interface Started {
  readonly playbook: string;
  readonly desk: Desk;
  readonly process: Running;
}

/** Starts a playbook whose hosts need not be known yet. */
export async function startPlaybook(
  settings: Omit<RunSettings, "paths" | "inventory">,
  { paths }: RunFolder,
): Promise<Started> {
  const desk = await openDesk(join(paths.sockets, `desk-${String((count += 1))}`));
  const command = buildPlaybookCommand({ ...settings, paths, inventory: desk.path });
  return { playbook: settings.playbook, desk, process: startProcess(command) };
}

let count = 0;
