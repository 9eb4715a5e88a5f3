/** A fleet of examples in a folder of its own, deployed to the lab's hosts with the real `oml`. */
import { spawn, type ChildProcess } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enter, knownHostsFile, runnerEnvironment } from "../../lab/lab.ts";

export { killAll } from "../kill-all.ts";

export const ROOT = join(import.meta.dirname, "..", "..");
export const OML = join(ROOT, "bin", "oml");

/** What a finished run said. `json` is its result document where it was asked for. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The result document of `oml deploy --format json`. */
export interface Result {
  readonly outcome: string;
  readonly reason: string;
  readonly overrides?: readonly string[];
  readonly source?: { readonly commit: string | null; readonly unreviewed: string | null };
  readonly cut?: { readonly count: number | null } | null;
  readonly safetySet?: string | null;
  readonly components: readonly {
    readonly name: string;
    readonly host: string;
    readonly action: string;
    /** What it took to stop and start it until it was healthy. */
    readonly seconds: number;
  }[];
}

/** Starts a command inside the lab's network with the runner's environment, in a process group of its own. */
export function start(argv: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const [file = "", ...args] = enter(argv);
  const path = `${join(ROOT, "node_modules", ".bin")}:${process.env["PATH"]}`;
  return spawn(file, args, {
    cwd: tmpdir(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: path, ...runnerEnvironment(), ...env },
  });
}

/** Waits for a started command and collects what it printed. */
export function finish(child: ChildProcess): Promise<Run> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs a command inside the lab's network to its end. */
export const inLab = (argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run> =>
  finish(start(argv, env));

/** Most suites touch data again and again, and are about something else. */
const UNSAFE = "safety_backup: off";

/** Enough for any component on a busy lab: what never becomes healthy is not waited for longer. */
export const IMPATIENT = "health_timeout: 40";

/** A copy of the shipped examples outside the checkout, with the lab's host keys. */
export class Fleet {
  readonly folder = mkdtempSync(join(tmpdir(), "oml-fleet-"));
  /** Tenants whose files changed since their images were locked. */
  readonly #edited = new Set<string>();

  readonly #oml: string;

  constructor(tenants: readonly string[] = ["demo"], oml = OML) {
    this.#oml = oml;
    for (const tenant of tenants) this.restore(tenant);
  }

  /** Puts a tenant's folder back to what is shipped. */
  restore(tenant: string): void {
    rmSync(join(this.folder, tenant), { recursive: true, force: true });
    cpSync(join(ROOT, "instances", tenant), join(this.folder, tenant), { recursive: true });
    copyFileSync(knownHostsFile(), join(this.folder, tenant, "known_hosts"));
    this.addSetting(tenant, UNSAFE);
  }

  /** Has backups of a tenant let go what ran before a restore that is longer ago; null: of any age it stays. */
  keepFormer(tenant: string, span: string | null): void {
    const file = this.path(tenant, "tenant.yml");
    const line = span === null ? "" : `  former: ${span}\n`;
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(/^keep:\n(?: {2}former: .*\n)?/m, `keep:\n${line}`),
    );
  }

  /** Has deploys of a tenant take a backup set before they touch data, as they do of themselves. */
  keepSafe(tenant: string): void {
    const file = this.path(tenant, "tenant.yml");
    writeFileSync(file, readFileSync(file, "utf8").replace(`${UNSAFE}\n`, ""));
  }

  /** Names an administrator of the database service, as whom a restore may be done. */
  restoreAs(tenant: string, admin: { readonly user: string; readonly password: string }): void {
    const file = this.path(tenant, "tenant.yml");
    const named = `  restore_as: { admin_user: ${admin.user}, admin_password: ${admin.password} }\n`;
    writeFileSync(file, readFileSync(file, "utf8").replace(/^backup:\n/m, `backup:\n${named}`));
  }

  /** The path of a file in a tenant's folder. */
  path(tenant: string, name = "inventory.yml"): string {
    return join(this.folder, tenant, name);
  }

  /** Changes a tenant's inventory as text; fails where nothing changed. */
  edit(tenant: string, change: (text: string) => string): void {
    const before = readFileSync(this.path(tenant), "utf8");
    const after = change(before);
    if (after === before) throw new Error("the edit changed nothing");
    writeFileSync(this.path(tenant), after);
    this.#edited.add(tenant);
  }

  /** Sets a variable of a tenant's inventory, wherever it stands. */
  set(tenant: string, variable: string, value: string): void {
    const text = readFileSync(this.path(tenant), "utf8");
    const line = new RegExp(`^(\\s*)(?:#\\s*)?${variable}:.*$`, "m");
    if (!line.test(text)) throw new Error(`${variable} is not in the inventory of ${tenant}`);
    writeFileSync(this.path(tenant), text.replace(line, `$1${variable}: ${value}`));
    this.#edited.add(tenant);
  }

  /** Adds a line to a tenant's `tenant.yml`. */
  addSetting(tenant: string, line: string): void {
    appendFileSync(this.path(tenant, "tenant.yml"), `${line}\n`);
    this.#edited.add(tenant);
  }

  /** The argv of an `oml` call on this fleet. */
  argv(verb: string, ...args: readonly string[]): string[] {
    return [this.#oml, verb, "--instances", this.folder, ...args];
  }

  /** Locks what a tenant's tags name in the lab's registry. */
  async lock(tenant: string): Promise<Run> {
    this.#edited.delete(tenant);
    return inLab(this.argv("lock", "--tenant", tenant));
  }

  /** Starts a deploy of a tenant, its images locked. */
  async begin(tenant: string, ...args: readonly string[]): Promise<ChildProcess> {
    if (this.#edited.has(tenant)) {
      const locked = await this.lock(tenant);
      if (locked.code !== 0) throw new Error(`${tenant} was not locked: ${locked.stdout}${locked.stderr}`);
    }
    return start(this.argv("deploy", "--tenant", tenant, ...args));
  }

  /** Deploys a tenant, its images locked where its files were edited, and returns the result document with the exit code. */
  async deploy(tenant: string, ...args: readonly string[]): Promise<Result & Run> {
    const run = await finish(await this.begin(tenant, "--format", "json", ...args));
    return { ...readResult(run), ...run };
  }

  /** Deploys and fails unless the tenant ends as the inventory says. */
  async converge(tenant: string, ...args: readonly string[]): Promise<Result & Run> {
    const result = await this.deploy(tenant, ...args);
    if (!["deployed", "unchanged"].includes(result.outcome)) {
      throw new Error(`${tenant}: ${result.outcome}: ${result.reason}\n${result.stderr}`);
    }
    return result;
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The result document a run printed; outcome `none` where it printed none. */
export function readResult(run: Run): Result {
  try {
    return JSON.parse(run.stdout) as Result;
  } catch {
    return { outcome: "none", reason: `${run.stdout}\n${run.stderr}`, components: [] };
  }
}
