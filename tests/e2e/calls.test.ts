/** Calls in progress: nothing cuts one unless a person says so. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onHost } from "../../lab/lab.ts";
import { Fleet, finish, inLab, killAll, start, type Run } from "./fleet.ts";
import { allInvocations, eventually, restarted } from "./observe.ts";

const fleet = new Fleet();
const CALLS = 20;
const folder = mkdtempSync(join(tmpdir(), "oml-sipp-"));
const STATISTICS = join(folder, "calls.csv");
let caller: ChildProcess;
let ended: Promise<Run>;

/** SIPp's own count, which it writes every second: calls that go on, and calls that ended otherwise than it wanted. */
async function askSipp(): Promise<{ readonly current: number; readonly failed: number }> {
  const row = (): Readonly<Record<string, string>> => {
    const [head = "", ...rows] = readFileSync(STATISTICS, "utf8").trim().split("\n");
    const values = rows.at(-1)?.split(";") ?? [];
    return Object.fromEntries(head.split(";").map((name, place) => [name, values[place] ?? ""]));
  };
  // What is there may be of the second before.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return { current: Number(row()["CurrentCall"]), failed: Number(row()["FailedCall(C)"]) };
}

const NONE_CUT = { current: CALLS, failed: 0 };

/** Calls that the tenant's status counts. */
async function countCalls(): Promise<number | null | undefined> {
  const run = await inLab(fleet.argv("status", "--tenant", "demo", "--format", "json"));
  const status = JSON.parse(run.stdout) as { hosts: readonly { host: string; calls: number | null }[] };
  return status.hosts.find(({ host }) => host === "omnileads-voice")?.calls;
}

/** Begins so many calls: as many as there may be, and no further one for one that ended. */
function call(count: number): void {
  rmSync(STATISTICS, { force: true });
  const calls = ["-m", String(count), "-l", String(count), "-r", String(count), "-d", "600000"];
  const told = ["-trace_stat", "-fd", "1", "-stf", STATISTICS];
  caller = start(["sipp", "-sn", "uac", "192.0.2.12:5060", "-i", "192.0.2.1", ...calls, ...told, "-nostdin"]);
  ended = finish(caller);
}

beforeAll(async () => {
  fleet.set("demo", "asterisk_version", "face6cfa");
  fleet.set("demo", "nginx_version", "face6cfa");
  fleet.addSetting("demo", "voice_changes: {wait: 0}");
  await fleet.converge("demo", "--retry");
  call(CALLS);
  expect(await eventually(async () => (await countCalls()) === CALLS, 60)).toBe(true);
});
afterAll(async () => {
  killAll(caller);
  await ended;
  // Killed, SIPp says no goodbye: the call would be up for whoever has this lab next.
  await onHost("demo-voice", ["systemctl", "restart", "asterisk.service"]);
  fleet.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("a deploy with nothing to do cuts none", async () => {
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged", cut: null });
  expect(await countCalls()).toBe(CALLS);
  expect(await askSipp()).toEqual(NONE_CUT);
});

test("a change of voice is postponed and nothing is touched, the web's part of it included", async () => {
  fleet.set("demo", "asterisk_version", "ff63617b");
  fleet.set("demo", "nginx_version", "ff63617b");
  const before = await allInvocations();
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({ outcome: "postponed", code: 1 });
  expect(result.reason).toMatch(/20 calls/);
  expect(restarted(before, await allInvocations())).toEqual([]);
  expect(await countCalls()).toBe(CALLS);
  expect(await askSipp()).toEqual(NONE_CUT);
});

test("a change that cuts no call goes ahead beside it", async () => {
  fleet.set("demo", "asterisk_version", "face6cfa");
  const before = await allInvocations();
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "deployed", cut: null });
  expect(restarted(before, await allInvocations())).toEqual(["demo-app/nginx"]);
  expect(await countCalls()).toBe(CALLS);
  expect(await askSipp()).toEqual(NONE_CUT);
});

test("--now restarts voice all the same, and says how many calls that cut", async () => {
  fleet.set("demo", "asterisk_version", "ff63617b");
  const result = await fleet.deploy("demo", "--now");
  expect(result, result.reason).toMatchObject({
    outcome: "deployed",
    overrides: ["now"],
    cut: { count: CALLS },
  });
  expect(await countCalls()).toBe(0);
  expect(await askSipp()).toEqual({ current: 0, failed: CALLS });
});

test("a call that comes up on the way keeps the app host's part of voice from being restarted", async () => {
  await ended;
  fleet.set("demo", "LOGIN_FAILURE_LIMIT", "11");
  fleet.set("demo", "kamailio_version", "ff63617b");
  const before = await allInvocations();
  const deployed = fleet.deploy("demo");
  const isUnderWay = "until grep -q applying /var/lib/oml/journal.json; do sleep 0.05; done";
  expect(await onHost("demo-app", ["timeout", "60", "bash", "-c", isUnderWay])).toMatchObject({ code: 0 });
  call(1);
  const result = await deployed;
  expect(result, result.reason).toMatchObject({ outcome: "postponed", code: 1 });
  expect(result.reason).toMatch(/1 call is up, so kamailio was not restarted.* omnileads had been changed/);
  expect(restarted(before, await allInvocations())).not.toContain("demo-app/kamailio");
  expect(await askSipp()).toEqual({ current: 1, failed: 0 });
});
