/** Power cuts, reboots and hands on systemctl: hosts come back by themselves. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootHost, onHost, powerOff } from "../../lab/lab.ts";
import { Fleet, finish, inLab } from "./fleet.ts";
import { UNITS, eventually, loginStatus } from "./observe.ts";

const fleet = new Fleet();
const status = async (): Promise<number | null> =>
  (await inLab(fleet.argv("status", "--tenant", "demo"))).code;

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
});
afterAll(() => fleet.remove());

test("both hosts rebooted, voice two minutes before app", async () => {
  await Promise.all([powerOff("demo-app"), powerOff("demo-voice")]);
  await bootHost("demo-voice");
  await new Promise((resolve) => setTimeout(resolve, 120_000));
  await bootHost("demo-app");
  expect(await eventually(async () => (await status()) === 0, 120)).toBe(true);
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged" });
});

test("a host that loses power during apply puts back or finishes by itself", async () => {
  fleet.set("demo", "asterisk_version", "ff63617b");
  const ended = finish(await fleet.begin("demo"));
  const applying = async (): Promise<boolean> =>
    (await onHost("demo-voice", ["systemctl", "list-units", "--no-legend", "oml-apply*"])).stdout.includes(
      "oml-apply",
    );
  expect(await eventually(applying, 60)).toBe(true);
  await powerOff("demo-voice", { hard: true });
  await ended;
  await bootHost("demo-voice");
  const closed = async (): Promise<boolean> =>
    (await onHost("demo-voice", ["test", "!", "-e", "/var/lib/oml/journal.json"])).code === 0;
  expect(await eventually(closed, 120)).toBe(true);
  expect((await onHost("demo-voice", ["systemctl", "is-active", "asterisk"])).stdout.trim()).toBe("active");
  await fleet.converge("demo");
});

test("systemctl restart, stop and start of every unit work", async () => {
  for (const host of ["demo-app", "demo-voice"] as const) {
    for (const unit of UNITS[host]) {
      for (const verb of ["restart", "stop", "start"]) {
        const done = await onHost(host, ["systemctl", verb, `${unit}.service`]);
        expect(done.code, `${verb} ${unit}: ${done.stderr}`).toBe(0);
      }
    }
  }
  expect(await eventually(async () => (await status()) === 0, 120)).toBe(true);
});

test("a container killed with -9 is back by itself", async () => {
  const pid = (
    await onHost("demo-app", ["podman", "inspect", "--format", "{{.State.Pid}}", "oml-nginx-server"])
  ).stdout.trim();
  expect(pid).toMatch(/^[1-9]\d*$/);
  expect(await onHost("demo-app", ["kill", "-9", pid])).toMatchObject({ code: 0 });
  expect(await eventually(async () => (await loginStatus("192.0.2.11")) === 200, 60)).toBe(true);
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged" });
});
