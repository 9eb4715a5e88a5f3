/** Starts ansible-playbook and follows it: the only place where this toolkit runs Ansible. */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Command } from "./command.ts";
import { parseEvent, type AnsibleEvent } from "./events.ts";

/** How a run ended. */
export interface PlaybookEnd {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  /** The last lines that were no events, not yet redacted. */
  readonly noise: readonly string[];
}

const MAX_LINES = 100;
const MAX_LINE = 2000;
/** Milliseconds from a polite signal to SIGKILL. */
const GRACE = 5000;

/**
 * Runs the command in a process group of its own; `onEvent` hears each event as it comes. When `abort` fires the
 * group gets SIGINT, then SIGKILL: what runs on the hosts goes on there. Rejects where the program cannot be started.
 */
export function runPlaybook(
  command: Command,
  abort: AbortSignal,
  onEvent: (event: AnsibleEvent) => void,
): Promise<PlaybookEnd> {
  const child = spawn(command.file, command.args, {
    env: command.env,
    cwd: "/",
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const noise: string[] = [];
  const hear = (line: string): void => {
    const event = parseEvent(line);
    if (event) onEvent(event);
    else keep(noise, line);
  };
  follow(child.stdout, hear);
  follow(child.stderr, hear);
  const stop = stopper(child);
  abort.addEventListener("abort", stop, { once: true });
  if (abort.aborted) stop();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      abort.removeEventListener("abort", stop);
      resolve({ code, noise });
    });
  });
}

function follow(stream: Readable, hear: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", hear);
}

function keep(noise: string[], line: string): void {
  if (line.trim() === "") return;
  noise.push(line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line);
  if (noise.length > MAX_LINES) noise.shift();
}

function stopper(child: ChildProcess): () => void {
  return () => {
    signalGroup(child, "SIGINT");
    setTimeout(() => signalGroup(child, "SIGKILL"), GRACE).unref();
  };
}

/** A group that is gone already is no trouble. */
function signalGroup({ pid, exitCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    return;
  }
}
