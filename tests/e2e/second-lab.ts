/** A second lab on this machine, as another checkout would have: for tests that break what they use. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { REGISTRY, type HostName } from "../../lab/addresses.ts";
import { enter, onHost } from "../../lab/lab.ts";
import { placeOf } from "../../lab/place.ts";
import { must, run, type Result } from "../../lab/process.ts";
import { allProcesses } from "../../lab/processes.ts";
import { sshArgv } from "../../lab/ssh.ts";

const KINDS =
  "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
const checkout = mkdtempSync(join(tmpdir(), "oml-second-checkout-"));

/** Where the second lab lives; the cache is the one all labs share. */
export const second = placeOf(checkout, process.env["OML_LAB_CACHE"]);

/** Runs a command on one of its hosts, not through SSH. */
export function on(name: HostName, argv: readonly string[], input?: string): Promise<Result> {
  return onHost(name, argv, input === undefined ? {} : { input }, second);
}

/** Runs a command on one of its hosts through SSH. */
export function ssh(name: HostName, argv: readonly string[]): Promise<Result> {
  return run(sshArgv(second, name, argv));
}

/** Runs a command in its network, as a runner does. */
export function runner(argv: readonly string[]): Promise<Result> {
  return run(enter(argv, second));
}

/** The URL of a manifest in its registry. */
export function manifest(repository: string, reference: string): string {
  return `http://${REGISTRY}/v2/${repository}/manifests/${reference}`;
}

/** The digest its registry serves under a tag; throws where there is none. */
export async function digestOf(repository: string, tag: string): Promise<string> {
  const head = ["curl", "-sfI", "-H", `Accept: ${KINDS}`, manifest(repository, tag)];
  return /^docker-content-digest: (\S+)/im.exec(await must(enter(head, second)))?.[1] ?? "";
}

/** Begins to bring the second lab up, in a process group of its own, and kills that once it is that far. */
export async function upKilled(isThere: () => boolean): Promise<void> {
  const module = (name: string): string => JSON.stringify(join(import.meta.dirname, "../../lab", name));
  const script = `import { up } from ${module("lab.ts")}; import { placeOf } from ${module("place.ts")};
    await up(() => undefined, placeOf(${JSON.stringify(checkout)}, process.env["OML_LAB_CACHE"]));`;
  const argv = ["--input-type=module", "--eval", script];
  const child = spawn(process.execPath, argv, { detached: true, stdio: "inherit" });
  const closed = once(child, "close");
  while (child.exitCode === null && !isThere()) await setTimeout(10);
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  await closed;
  if (child.signalCode !== "SIGKILL") throw new Error("it ended before it was killed");
}

/** Whatever of the second lab this machine still has, as readable lines. */
export function traces(): readonly string[] {
  const named = (text: string): boolean => text.includes(second.hash);
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n").filter(named);
  const processes = allProcesses().filter(({ argv }) => argv.some(named));
  const groups = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd"]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).filter(named));
  const files = [second.netns, second.run].filter((path) => existsSync(path));
  return [...mounts, ...processes.map(({ argv }) => argv.join(" ")), ...groups, ...files];
}

/** Removes what the second lab keeps on disk; it has to be down. */
export function removeSecond(): void {
  for (const folder of [second.data, checkout]) rmSync(folder, { recursive: true, force: true });
}
