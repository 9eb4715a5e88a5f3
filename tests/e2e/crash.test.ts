/** Runners that die, connections that are cut, two releases at once: the next run converges without help. */
import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onHost } from "../../lab/lab.ts";
import { Fleet, finish, killAll } from "./fleet.ts";
import { allInvocations, eventually, loginStatus, restarted, runningImage } from "./observe.ts";

const fleet = new Fleet();
const TAGS = ["ff63617b", "face6cfa"] as const;

beforeAll(async () => {
  for (const round of [1, 0]) {
    chooseTags(round);
    await fleet.converge("demo", "--retry");
    digests.set(tagOf(round), await inForce());
  }
  const all = [...digests.values()].flat();
  expect(new Set(all).size).toBe(2 * MOVED.length);
});
afterAll(() => fleet.remove());

/** What is moved, on both hosts, so that a deploy passes through every step. */
const MOVED = ["websockets_version", "asterisk_version", "nginx_version"] as const;

/** Chooses another release than the round before. */
function chooseTags(round: number, of = fleet): void {
  for (const variable of MOVED) of.set("demo", variable, tagOf(round));
}
const tagOf = (round: number): string => TAGS[round % 2] ?? "face6cfa";

/** What runs of all that is moved, by digest. */
const inForce = (): Promise<readonly string[]> =>
  Promise.all([
    runningImage("demo-app", "oml-websockets-server"),
    runningImage("demo-voice", "oml-asterisk-server"),
    runningImage("demo-app", "oml-nginx-server"),
  ]);
/** That of each release; none in common. */
const digests = new Map<string, readonly string[]>();

/** When each line of an undisturbed deploy was said, in milliseconds since it began. */
async function measure(): Promise<readonly number[]> {
  chooseTags(1);
  const child = await fleet.begin("demo");
  const began = Date.now();
  const times: number[] = [];
  hearLines(child, () => times.push(Date.now() - began));
  const { code, stderr } = await finish(child);
  expect(code, stderr).toBe(0);
  return times;
}

function hearLines(child: ChildProcess, hear: () => void): void {
  child.stderr?.on("data", (data: Buffer) => {
    const lines = data.toString().split("\n").length - 1;
    for (let line = 0; line < lines; line += 1) hear();
  });
}

/**
 * Once a deploy is as far as the undisturbed one was after that time: as many lines are said, and the same time is gone
 * since; or the next one is. How fast the machine is just now does not matter.
 */
function reach(child: ChildProcess, times: readonly number[], after: number): Promise<void> {
  const said = times.filter((time) => time <= after).length;
  const since = after - (times[said - 1] ?? 0);
  return new Promise((resolve) => {
    let heard = 0;
    const look = (): void => {
      if (heard === said) setTimeout(resolve, since);
      if (heard > said) resolve();
    };
    hearLines(child, () => {
      heard += 1;
      look();
    });
    child.once("close", () => resolve());
    look();
  });
}

/** The tenant is whole: equal to the inventory, healthy, and a further run has nothing to do. */
async function expectConverged(round: number): Promise<void> {
  const next = await fleet.deploy("demo");
  expect(next, next.reason).toMatchObject({ code: 0 });
  expect(await inForce()).toEqual(digests.get(tagOf(round)));
  expect(await loginStatus("192.0.2.11")).toBe(200);
  const starts = await allInvocations();
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged" });
  expect(restarted(starts, await allInvocations())).toEqual([]);
}

/** The point at which the one host has its new release, and the other has not. */
const BETWEEN = 6;

/** Once the voice host has its components, before the last ones of the app host. */
function hasVoice(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stderr?.on("data", (data: Buffer) => {
      if (data.toString().includes("omnileads-voice: Apply voice: done")) resolve();
    });
    child.once("close", () => {
      reject(new Error("the deploy ended before it came there"));
    });
  });
}

test("kill -9 of the runner with all its descendants at ten points of a deploy", async () => {
  const times = await measure();
  const last = times.at(-1) ?? 0;
  let landed = 0;
  for (let point = 1; point <= 10; point += 1) {
    const round = point + 1;
    chooseTags(round);
    const child = await fleet.begin("demo");
    const ended = finish(child);
    await (point === BETWEEN ? hasVoice(child) : reach(child, times, (last * point) / 11));
    if (child.exitCode === null) landed += 1;
    killAll(child);
    await ended;
    await expectConverged(round);
  }
  expect(landed).toBe(10);
}, 1_800_000);

test("a connection that is cut in the middle of a step", async () => {
  // The tenth point has left the release of an odd round.
  chooseTags(0);
  const ended = finish(await fleet.begin("demo"));
  const running = async (): Promise<boolean> =>
    (await onHost("demo-voice", ["systemctl", "list-units", "--no-legend", "oml-apply*"])).stdout.includes(
      "oml-apply",
    );
  expect(await eventually(running, 60)).toBe(true);
  const kill = ["systemctl", "kill", "--kill-who=all", "--signal=KILL", "ssh.service"];
  expect(await onHost("demo-voice", kill)).toMatchObject({ code: 0 });
  expect(await onHost("demo-voice", ["systemctl", "restart", "ssh.service"])).toMatchObject({ code: 0 });
  expect((await ended).code, "the run was cut").toBe(1);
  await expectConverged(0);
});

test("two releases started at once: each waits for the other, and one is in force at the end, whole", async () => {
  const other = new Fleet();
  fleet.restore("demo");
  for (const [round, of] of [fleet, other].entries()) chooseTags(round, of);
  const begun = await Promise.all([fleet.begin("demo"), other.begin("demo")]);
  const both = await Promise.all(begun.map(finish));
  for (const { code, stdout, stderr } of both) expect(code, `${stdout}\n${stderr}`).toBe(0);
  expect(both.some(({ stdout }) => stdout.startsWith("demo: deployed"))).toBe(true);
  const left = await inForce();
  expect([...digests.values()]).toContainEqual(left);
  const [next, lost] = left[0] === digests.get(tagOf(0))?.[0] ? [1, other] : [0, fleet];
  await lost.converge("demo");
  expect(await inForce()).toEqual(digests.get(tagOf(next)));
  other.remove();
});
