import { expect, test } from "vitest";
import { end, event, recorded } from "../deploy/testing-edges.ts";
import type { HostName } from "../release/desired.ts";
import { APP, VOICE } from "./play.ts";
import { removeSets, takeBackup } from "./take.ts";
import { TASK } from "./task-testing.ts";

test("what a host has to say of a step that went well is heard, whatever the run ends in", async () => {
  const told = (backup: string, rest: object = {}): object => ({
    ...{ format: 1, backup, set: "S", ok: true, status: "done", message: "Done." },
    ...rest,
  });
  const reasonWith = async (noted: string | undefined, verified: object = {}): Promise<string> => {
    const from = (host: HostName, result: object) => event(host, result);
    const steps = [from(APP, told("begin", { noted })), from(VOICE, told("files"))];
    const edges = recorded(end(...steps, from(APP, told("database")), from(APP, told("verify", verified))));
    return (await takeBackup(TASK, edges)).reason;
  };
  const whole = "The set was read back whole from the bucket, and is equal.";
  expect(await reasonWith("It was mended.")).toBe(`${whole} It was mended.`);
  expect(await reasonWith("")).toBe(whole);
  expect(await reasonWith(undefined)).toBe(whole);
  const failed = { ok: false, status: "failed", message: "It is not equal" };
  expect(await reasonWith("It was mended.", failed)).toMatch(/It is not equal.* It was mended\.$/);
});

test("a set that was read back is one, whatever became of what a restore kept, and that is a notice", async () => {
  const told = (backup: string, rest: object = {}): object => ({
    ...{ format: 1, backup, set: "S", ok: true, status: "done", message: "Done." },
    ...rest,
  });
  const noticesWith = async (rest: object): Promise<readonly string[]> => {
    const edges = recorded(end(event(APP, told("verify")), event(VOICE, told("expire", rest))));
    const report = await takeBackup(TASK, edges);
    expect(report).toMatchObject({ outcome: "backed-up", set: "S", verified: true });
    return report.notices;
  };
  expect(await noticesWith({})).toEqual([]);
  expect(await noticesWith({ ok: false, status: "failed", message: "It is in use" })).toEqual([
    "omnileads-voice: It is in use. To let go what a restore kept: oml restore --accept",
  ]);
  expect(await noticesWith({ ok: false, status: "refused", message: "Nothing was done." })).toEqual([
    "omnileads-voice: Nothing was done",
  ]);
});

const SPARED = "the host is about to restore or to prove it, or it was found whole meanwhile";

test.each([
  [[], undefined, "No set was due to go."],
  [["a", "b"], undefined, "Removed: a, b."],
  [["a", "b"], ["a"], `Removed: a. Not removed, for ${SPARED}: b.`],
  [["b"], [], `No set was removed. Not removed, for ${SPARED}: b.`],
])("of the sets %j that were to go %j went, and it is said so", async (due, gone, words) => {
  const told = { format: 1, backup: "remove", set: "S", ok: true, status: "done", message: "Done.", gone };
  const edges = recorded(end(event(APP, told)));
  const rest = { tenant: "acme", finished: 0, verified: 0, drilled: null, bytes: 1 };
  const report = await removeSets(
    TASK,
    edges,
    due.map((id) => ({ id, ...rest })),
    true,
  );
  expect(report).toMatchObject({ outcome: "retained", reason: words });
});
