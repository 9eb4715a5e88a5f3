/** Power cuts, reboots and hands on systemctl: hosts come back by themselves. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootHost, onHost, powerOff } from "../../lab/lab.ts";
import { Fleet, finish, inLab } from "./fleet.ts";
import { UNITS, eventually, loginStatus, type HostName } from "./observe.ts";

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
        const state = await onHost(host, ["systemctl", "is-active", `${unit}.service`]);
        expect(state.stdout.trim() === "active", `${unit} after ${verb}: ${state.stdout}`).toBe(
          verb !== "stop",
        );
      }
    }
  }
  expect(await eventually(async () => (await status()) === 0, 120)).toBe(true);
});

/** Each container of a host with its main process's id; throws where not every unit has one. */
async function mainProcesses(host: HostName): Promise<ReadonlyMap<string, string>> {
  const argv = ["podman", "ps", "--format", "{{.Names}} {{.Pid}}"];
  const { stdout, stderr } = await onHost(host, argv);
  const found = new Map(
    [...stdout.matchAll(/^(\S+) ([1-9]\d*)$/gm)].map(([, name = "", id = ""]) => [name, id]),
  );
  if (found.size !== UNITS[host].length) throw new Error(`${host} does not run all: ${stdout}${stderr}`);
  return found;
}

test("every container of both hosts is killed with -9, all at once, and is back by itself", async () => {
  const hosts = Object.keys(UNITS) as HostName[];
  const before = await Promise.all(hosts.map(mainProcesses));
  const killed = await Promise.all(
    hosts.map((host, at) => onHost(host, ["kill", "-9", ...(before[at]?.values() ?? [])])),
  );
  expect(killed.map(({ code, stderr }) => [code, stderr])).toEqual(hosts.map(() => [0, ""]));
  expect(await eventually(async () => (await status()) === 0, 120)).toBe(true);
  const after = await Promise.all(hosts.map(mainProcesses));
  for (const [at, containers] of after.entries())
    for (const [name, id] of containers) expect(id, name).not.toBe(before[at]?.get(name));
  expect(await loginStatus("192.0.2.11")).toBe(200);
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged" });
});
