/** Starting other programs: the one place of the lab that does. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";

/** What a program left behind. `code` is 128 + n after signal n. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to start a program. */
export interface Options {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Adds the output to this file instead of returning it. */
  readonly log?: string;
}

/** A failure with one sentence for a person; `code` is the exit code it asks for. */
export class LabError extends Error {
  readonly code: number;
  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

/** Runs a program to its end. Never throws for a non-zero code; throws `LabError` where it cannot start. */
export function run(argv: readonly string[], options: Options = {}): Promise<Result> {
  const [file = "", ...args] = argv;
  const sink = options.log === undefined ? "pipe" : openSync(options.log, "a");
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ["pipe", sink, sink],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
    child.stdin?.on("error", () => undefined); // a program may end without reading its input
    child.stdin?.end(options.input ?? "");
    child.on("error", (cause) => reject(new LabError(`lab: '${file}' cannot be started: ${cause.message}.`)));
    child.on("close", (code, signal) => {
      if (typeof sink === "number") closeSync(sink);
      const text = (parts: Buffer[]): string => Buffer.concat(parts).toString();
      resolve({ code: exitCode(code, signal), stdout: text(out), stderr: text(err) });
    });
  });
}

/** Runs a program that has to succeed and returns its output; throws `LabError` naming it otherwise. */
export async function must(argv: readonly string[], options: Options = {}): Promise<string> {
  const result = await run(argv, options);
  if (result.code === 0) return result.stdout;
  const where =
    options.log === undefined ? result.stderr.trim().split("\n").slice(-5).join("\n") : `see ${options.log}`;
  throw new LabError(`lab: '${argv.join(" ")}' failed (exit ${result.code}): ${where}`);
}

/** Starts a program that outlives this one, in a session of its own, its output added to `log`. */
export function startDaemon(
  argv: readonly string[],
  log: string,
  env: Readonly<Record<string, string>> = {},
): void {
  const [file = "", ...args] = argv;
  const sink = openSync(log, "a", 0o600);
  const child = spawn(file, args, {
    detached: true,
    stdio: ["ignore", sink, sink],
    env: { ...process.env, ...env },
  });
  child.on("error", () => undefined); // seen by whoever waits for the daemon's answer
  child.unref();
  closeSync(sink);
}

/** Runs a program on this terminal and returns its exit code. */
export function runAttached(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const [file = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: "inherit", env: { ...process.env, ...env } });
    child.on("error", (cause) => reject(new LabError(`lab: '${file}' cannot be started: ${cause.message}.`)));
    child.on("close", (code, signal) => resolve(exitCode(code, signal)));
  });
}

/** Asks `ready` every `interval` milliseconds until it says yes; false after `limit` milliseconds. */
export async function waitFor(
  ready: () => Promise<boolean> | boolean,
  limit: number,
  interval = 100,
): Promise<boolean> {
  const end = Date.now() + limit;
  while (Date.now() < end) {
    if (await ready()) return true;
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
  return await ready();
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
