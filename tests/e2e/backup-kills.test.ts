/** Steps of a backup killed in the middle: no success is told, no set is lost or half there, the next run heals. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Backups } from "./backups.ts";
import { Fleet } from "./fleet.ts";
import { plantKiller, removeKiller } from "./kills.ts";

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
  const killed = await backups.killed(["files", "database", "verify", "remove"], 8);
  expect(killed).toEqual({ came: ["files", "database", "verify", "remove"], wrong: [] });
});
