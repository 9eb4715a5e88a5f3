/** The script of `npm run demo`, as a person starts it, on a lab that is up. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isUp, onHost, resetHosts } from "../../lab/lab.ts";
import { finish, ROOT, type Run } from "./fleet.ts";

let run: Run;
let told: string;

beforeAll(async () => {
  run = await finish(spawn(process.execPath, [join(ROOT, "scripts", "demo.ts")]));
  told = stripVTControlCharacters(run.stdout);
});
afterAll(async () => {
  // On its way it leaves everything for a look; the next suite has hosts of nobody.
  if (run.code !== 0) await resetHosts(["demo-app", "demo-voice"]);
});

test("it tells its whole story, and leaves the lab up with nothing of its own", async () => {
  expect(run.code, run.stdout + run.stderr).toBe(0);
  const steps = [...told.matchAll(/^(\d+)\. .*[.:]$/gm)].map(([, number]) => Number(number));
  expect(steps.length, told).toBeGreaterThan(10);
  expect(steps).toEqual(steps.map((_, index) => index + 1));
  const [, folder = ""] = /typed in (\S+);/.exec(told) ?? [];
  expect(folder).toContain("oml-demo-");
  expect(existsSync(folder)).toBe(false);
  expect(isUp()).toBe(true);
  for (const host of ["demo-app", "demo-voice"] as const)
    expect((await onHost(host, ["test", "-e", "/var/lib/oml"])).code, host).not.toBe(0);
});

test("the tenant is installed whole, which a table shows with versions and times", () => {
  expect(told).toMatch(/^demo: deployed \([\d.]+ s\)\. 15 installed; every probe passed\.$/m);
  const ok = (probe: string, said: string): string => `${probe} ok \\d+ ms \\(${said}\\)`;
  const proofs: readonly (readonly [component: string, ...probes: readonly string[]])[] = [
    ["nginx", ok("HTTPS login page", "200 OK"), ok("WebSocket through nginx", "101 Switching Protocols")],
    ["kamailio", ok("SIP OPTIONS", "200 OK")],
    ["asterisk", ok("SIP OPTIONS", "200 OK")],
    ["rtpengine", ok("rtpengine ping", "pong")],
    ["omnileads", ok("database as the application", "select 1"), ok("bucket", "put, get, delete")],
  ];
  for (const [component, ...probes] of proofs) {
    const row = String.raw`^ +${component} +omnileads-\w+ +\S+ sha256:[0-9a-f]{12} +healthy +as released +.*`;
    for (const probe of probes) expect(told).toMatch(new RegExp(`${row}${probe}`, "m"));
  }
});

test("then nothing is done where nothing differs, and each change restarts its own unit alone", () => {
  // The script itself fails where systemd saw another.
  const seen = [...told.matchAll(/units that systemd restarted: (.*)\)$/gm)].map(([, units]) => units);
  const [asterisk, nginx] = ["demo-voice/asterisk", "demo-app/nginx"];
  expect(seen).toEqual(["none", asterisk, "none", nginx, nginx, asterisk]);
  expect(told).toMatch(/^demo: unchanged .* Both hosts run this release and are healthy\.$/m);
  expect(told).toMatch(
    /^ +omnileads-voice +asterisk +restarted +image +face6cfa sha256:[0-9a-f]{12} +[\d.]+ s$/m,
  );
});

test("a mistake stands on its line, and nothing else is complained of", () => {
  expect(told).toMatch(/instances\/demo\/inventory\.yml:\d+:\d+: error .*asterisk_verison/);
  expect(told).toMatch(/^1 tenant read: 0 errors, 0 warnings$/m);
  expect(told).not.toMatch(/warning OML|[1-9] warning/);
});
