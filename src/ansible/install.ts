/** Brings a machine its own Ansible: the pinned packages of `requirements.txt`, once, in a folder that is kept. */
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";

/** What is to be installed, and where. */
export interface InstallSettings {
  /** The hash-pinned list of packages. */
  readonly requirements: string;
  /** Where it is kept: `RUNNER_TOOL_CACHE`. */
  readonly cache: string;
  /** Free of secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Hears that it takes a while: one line without a newline. */
  readonly say: (line: string) => void;
  /** Stops it. */
  readonly abort: AbortSignal;
}

/** The program `ansible-playbook`; or why there is none, one sentence. */
export type InstallResult =
  { readonly ok: true; readonly ansible: string } | { readonly ok: false; readonly sentence: string };

const NAMES = ["python3", "python3.13", "python3.12", "python3.11", "python3.14"];
/** Prints its version and where it is; exits 1 where it is too old for Ansible or cannot make an environment. */
const PROBE =
  "import sys, platform; print(platform.python_version(), sys.executable); import venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
/** Milliseconds an installation may take. */
const PATIENCE = 10 * 60 * 1000;
/** Milliseconds after which an installation that nobody finished is debris. */
const STALE = 24 * 60 * 60 * 1000;

/**
 * The Ansible of these requirements, installed where it is not there yet. Two jobs may do so at once on one machine:
 * each installs into a folder of its own, and the first to have finished is kept.
 */
export async function installAnsible(settings: InstallSettings): Promise<InstallResult> {
  const python = await findPython(settings);
  if (!python.ok) return python;
  const folder = join(settings.cache, "oml-ansible");
  const name = keyOf(readFileSync(settings.requirements, "utf8"), python.found);
  const kept = join(folder, name);
  const program = join(kept, "bin", "ansible-playbook");
  if (isWhole(kept)) return { ok: true, ansible: program };
  settings.say("Installing Ansible, once for this runner; the next job finds it.");
  mkdirSync(folder, { recursive: true });
  sweep(folder);
  // Programs of an environment know its path: it is made where it stays, and a link is what appears at once.
  const own = join(folder, `${name}.${randomBytes(4).toString("hex")}`);
  const trouble = await install(settings, python.path, own);
  if (trouble !== undefined) {
    rmSync(own, { recursive: true, force: true });
    return { ok: false, sentence: `Ansible cannot be installed: ${trouble}. No host was contacted.` };
  }
  publish(own, kept);
  return { ok: true, ansible: program };
}

/** A Python that Ansible can run on. */
type PythonResult =
  | { readonly ok: true; readonly path: string; readonly found: string }
  | { readonly ok: false; readonly sentence: string };

async function findPython({ environment, abort }: InstallSettings): Promise<PythonResult> {
  const seen: string[] = [];
  for (const name of NAMES) {
    const { code, output } = await run(name, ["-c", PROBE], environment, abort);
    const [version = "", path = name] = output.trim().split(/\s+/);
    if (code === 0) return { ok: true, path, found: output.trim() };
    if (/^3\.\d/.test(version)) seen.push(`${name} is ${version}`);
  }
  const list = seen.length === 0 ? "there is none" : [...new Set(seen)].join(", ");
  const remedy = "install python3.12 and python3.12-venv on it, or put actions/setup-python before this step";
  const sentence = `This runner has no Python of 3.11 or later with venv (${list}): ${remedy}. No host was contacted.`;
  return { ok: false, sentence };
}

/** Names an installation by everything that decides it. */
function keyOf(requirements: string, python: string): string {
  return createHash("sha256").update(`${requirements}\0${python}`).digest("hex").slice(0, 16);
}

/** Whether an installation is there, and the Python it was made with too. */
function isWhole(folder: string): boolean {
  return existsSync(join(folder, "bin", "ansible-playbook")) && existsSync(join(folder, "bin", "python"));
}

/** Why it did not succeed; undefined: it did. */
async function install(
  { requirements, environment, abort }: InstallSettings,
  python: string,
  folder: string,
): Promise<string | undefined> {
  const pip = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"];
  const steps = [
    [python, "-m", "venv", folder],
    [join(folder, "bin", "python"), ...pip, "--require-hashes", "-r", requirements],
  ] as const;
  for (const [file, ...args] of steps) {
    const { code, output } = await run(file, args, environment, abort);
    if (abort.aborted) return "it was stopped";
    if (code !== 0) return lastLine(output) || `${file} ended with ${String(code)}`;
  }
  return undefined;
}

function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return (lines.findLast((line) => line.startsWith("ERROR")) ?? lines.at(-1) ?? "").trim().replace(/\.$/, "");
}

/** Makes an installation the one that is kept, unless another job was first. */
function publish(own: string, kept: string): void {
  if (!isWhole(kept)) rmSync(kept, { force: true });
  try {
    symlinkSync(own, kept);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    rmSync(own, { recursive: true, force: true });
  }
}

/** Removes what jobs that were killed half-way left behind. */
function sweep(folder: string): void {
  const names = readdirSync(folder);
  const used = new Set(names.flatMap((name) => linkAt(join(folder, name)) ?? []));
  for (const name of names) {
    const path = join(folder, name);
    if (!name.includes(".") || used.has(path)) continue;
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changed > STALE) rmSync(path, { recursive: true, force: true });
  }
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function run(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const options = {
      env,
      signal,
      timeout: PATIENCE,
      encoding: "utf8",
      maxBuffer: 16 * 1024 * 1024,
    } as const;
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (child.exitCode ?? null), output: `${stdout}${stderr}` });
    });
  });
}
