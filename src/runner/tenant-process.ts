/** A process of its own for each tenant: what one does cannot disturb another, and its output is one file. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import type { ProcessReport } from "../shard/process-report.ts";

/** What a tenant's process is started with. */
export interface TenantProcess {
  /** The program: a JavaScript file. */
  readonly program: string;
  /** What it is to do, secrets among it: given by its standard input, which nobody else can read. */
  readonly call: unknown;
  readonly environment: Readonly<Record<string, string>>;
  /** Where what it says is kept, readable by this user alone. */
  readonly output: string;
  /** Hears each line it says on stderr, without its newline. */
  readonly onLine: (line: string) => void;
  /** Stops it: SIGINT, and SIGKILL when its grace has passed. */
  readonly abort: AbortSignal;
}

/** How it ended: what it printed on stdout, and its exit code (null: a signal ended it). */
export interface TenantProcessEnd {
  readonly printed: string;
  readonly code: number | null;
}

/** Milliseconds it has from SIGINT to SIGKILL: Ansible has 5,000 of them, and the runner kills us at 7,500. */
const GRACE = 5800;
/** Bytes of a report, at the most. */
const LARGEST = 4 * 1024 * 1024;

/** Runs it to its end. Rejects where it cannot be started. */
export function runTenantProcess(settings: TenantProcess): Promise<TenantProcessEnd> {
  const { program, call, environment, output, onLine, abort } = settings;
  const file = openSync(output, "a", 0o600);
  const child = spawn(process.execPath, [program], {
    cwd: "/",
    env: environment,
    stdio: ["pipe", "pipe", "pipe"],
  });
  createInterface({ input: child.stderr, crlfDelay: Infinity }).on("line", (line) => {
    writeSync(file, `${line}\n`);
    onLine(line);
  });
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LARGEST) chunks.push(chunk);
  });
  // A process that ends at once reads nothing; its exit code says so.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(call));
  const stop = stopper(child);
  abort.addEventListener("abort", stop, { once: true });
  if (abort.aborted) stop();
  return new Promise<TenantProcessEnd>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ printed: Buffer.concat(chunks).toString(), code }));
  }).finally(() => {
    abort.removeEventListener("abort", stop);
    closeSync(file);
  });
}

function stopper(child: ChildProcess): () => void {
  return () => {
    child.kill("SIGINT");
    setTimeout(() => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    }, GRACE).unref();
  };
}

/** Reads what a tenant's process printed. */
export function reportIn<T>({ printed, code }: TenantProcessEnd): ProcessReport<T> {
  try {
    return { kind: "reported", report: JSON.parse(printed) as T };
  } catch {
    const how = code === null ? "was killed" : `ended with ${String(code)}`;
    const reason = `Its process ${how} without a report: what it said stands in this job's log. Look at the hosts with oml status.`;
    return { kind: "silent", reason };
  }
}
