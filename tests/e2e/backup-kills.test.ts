/** Steps of a backup killed in the middle: no success is told, no set is lost or half there, the next run heals. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootHost, powerOff } from "../../lab/lab.ts";
import { Backups } from "./backups.ts";
import { finish, Fleet, start } from "./fleet.ts";
import { plantKiller, removeKiller } from "./kills.ts";
import { eventually, loginStatus } from "./observe.ts";
import { Sets } from "./sets.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;
const fleet = new Fleet();
const backups = new Backups();

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  await backups.begin(fleet);
  await Promise.all(HOSTS.map(plantKiller));
});
afterAll(async () => {
  await Promise.all(HOSTS.map(removeKiller));
  await backups.end();
  fleet.remove();
});

// A sample of `npm run soak -- backups`, which kills before every side effect of every step.
test("killed in files, database, verify and remove: sets are whole or not there, and nothing that runs is touched", async () => {
  const { came, before, wrong } = await backups.killed({ files: 8, database: 10, verify: 10, remove: 11 });
  expect({ came, wrong }).toEqual({ came: ["files", "database", "verify", "remove"], wrong: [] });
  expect(before).toEqual([
    // Its files are stored, and their list is not yet kept; the dump runs, and nothing stores it.
    expect.stringMatching(/^os.rename \S+files.json/),
    expect.stringMatching(/^subprocess.Popen \S*restic.* 'backup'/),
    // The manifest is read; the manifest is gone, and its parts are not.
    expect.stringMatching(/^subprocess.Popen \S*restic.* 'restore'/),
    expect.stringMatching(/^subprocess.Popen \S*restic.* 'forget'/),
  ]);
});

test("the power fails while the dump is stored: the run is not green, and the next one takes a whole set", async () => {
  const sets = new Sets(fleet);
  const before = await sets.list("demo");
  const child = start(sets.argv("backup", "demo"));
  const cut = new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (data: Buffer) => {
      if (data.toString().includes("Store the voice host's files: done"))
        powerOff("demo-app", { hard: true }).then(resolve, reject);
    });
  });
  const [run] = await Promise.all([finish(child), cut]);
  expect(run.code, run.stdout).toBe(1);
  expect(run.stdout).toMatch(/^demo: (failed|unreachable) /);
  await bootHost("demo-app");
  expect(await eventually(async () => (await loginStatus("192.0.2.11")) === 200, 180)).toBe(true);
  expect(await sets.list("demo"), "no half of a set").toEqual(before);
  const taken = await sets.take("demo");
  expect(await sets.list("demo")).toEqual([taken, ...before]);
});
