/** The command line as a person uses it, for tests: from another folder, on copies of the shipped examples. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { example } from "../../tests/contract/examples.ts";
import { formatLock } from "../lock/lock.ts";
import { lockFor } from "../lock/testing.ts";

/** The checkout. */
export const ROOT = join(import.meta.dirname, "../..");
/** A folder of the test file's own; gone when its tests have run. */
export const folder = mkdtempSync(join(tmpdir(), "oml cli-"));
/** The shipped examples in it, their images locked. */
export const instances = join(folder, "instances");
cpSync(join(ROOT, "instances"), instances, { recursive: true });
for (const name of ["demo", "acme"]) {
  writeFileSync(join(instances, name, "images.lock.json"), formatLock(lockFor(example(name))));
}
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command of the checkout from another folder, as a person would. */
export const run = (file: string, ...args: readonly string[]) =>
  runWith({ OML_INSTANCES: instances }, file, ...args);
/** The same with more in its environment. */
export function runWith(more: Readonly<Record<string, string>>, file: string, ...args: readonly string[]) {
  const env = { PATH: process.env["PATH"], HOME: folder, RUNNER_TEMP: folder, ...more };
  const { status, stdout, stderr } = spawnSync(join(ROOT, file), args, {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
/** A fleet's repository whose remote does not answer, with a second commit that changes a tenant where one is named. */
export function aFleet(name: string, changed?: string) {
  const fleet = join(folder, name);
  const own = join(fleet, "instances");
  cpSync(instances, own, { recursive: true });
  const git = (...args: readonly string[]) => {
    const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
    return spawnSync("git", ["-C", fleet, ...who, ...args], { encoding: "utf8" }).stdout;
  };
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "One");
  if (changed !== undefined) {
    const path = join(own, changed, "tenant.yml");
    const text = readFileSync(path, "utf8").replace(/^migration_timeout:.*\n/m, "");
    writeFileSync(path, `${text}migration_timeout: 91\n`);
  }
  git("add", "-A");
  git("commit", "-q", "-m", "Two");
  git("remote", "add", "origin", join(folder, "nowhere"));
  return { own, git };
}
/** `oml` with these words. */
export const oml = (...args: readonly string[]) => run("bin/oml", ...args);
/** `deploy.sh` with these words. */
export const deploySh = (...args: readonly string[]) => run("deploy.sh", ...args);
