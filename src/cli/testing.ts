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

/** The command line for the tests of one file, which calls this once; its folder is gone when they have run. */
export function commandLine() {
  const folder = mkdtempSync(join(tmpdir(), "oml cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const instances = join(folder, "instances");
  cpSync(join(ROOT, "instances"), instances, { recursive: true });
  for (const name of ["demo", "acme"]) {
    writeFileSync(join(instances, name, "images.lock.json"), formatLock(lockFor(example(name))));
  }
  /** Runs a command of the checkout from another folder, as a person would, with more in its environment. */
  const runWith = (more: Readonly<Record<string, string>>, file: string, ...args: readonly string[]) => {
    const env = { PATH: process.env["PATH"], HOME: folder, RUNNER_TEMP: folder, ...more };
    const options = { cwd: folder, env, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync(join(ROOT, file), args, options);
    return { status, stdout, stderr };
  };
  /** The same with nothing more than where the tenants are. */
  const run = (file: string, ...args: readonly string[]) =>
    runWith({ OML_INSTANCES: instances }, file, ...args);
  return {
    /** A folder of the test file's own. */
    folder,
    /** The shipped examples in it, their images locked. */
    instances,
    runWith,
    /** `oml` with these words. */
    oml: (...args: readonly string[]) => run("bin/oml", ...args),
    /** `deploy.sh` with these words. */
    deploySh: (...args: readonly string[]) => run("deploy.sh", ...args),
    /** A fleet's repository whose remote does not answer, with a second commit that changes a tenant where one is named. */
    aFleet: (name: string, changed?: string) => makeFleet(folder, name, changed),
  };
}

function makeFleet(folder: string, name: string, changed?: string) {
  const fleet = join(folder, name);
  const own = join(fleet, "instances");
  cpSync(join(folder, "instances"), own, { recursive: true });
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
