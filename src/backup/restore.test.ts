import { expect, test } from "vitest";
import { end, event, recorded } from "../deploy/testing-edges.ts";
import type { HostName } from "../release/desired.ts";
import { APP, VOICE } from "./play.ts";
import { acceptRestore, restoreSet, undoRestore } from "./restore.ts";
import { TASK } from "./task-testing.ts";

test("what only the service's administrator may give a restored database is named, and nothing is where all is there", async () => {
  const told = { format: 1, backup: "swap", set: "S", ok: true, status: "done", message: "Exchanged." };
  const swapped = (host: HostName, left?: readonly string[]) => event(host, { ...told, left });
  const reasonWith = async (left?: readonly string[]): Promise<string> => {
    const edges = recorded(end(swapped(APP, left), swapped(VOICE)));
    const { outcome, reason } = await restoreSet(TASK, edges, "S", {
      wait: 0,
      now: false,
      withoutSet: false,
    });
    expect(outcome).toBe("restored");
    return reason;
  };
  expect(await reasonWith(["ALTER DATABASE a SET b TO 'c';"])).toMatch(
    /--accept\. The service's administrator has yet to give the database what it had: ALTER DATABASE a SET b TO 'c';$/,
  );
  expect(await reasonWith([])).toMatch(/--accept\.$/);
  expect(await reasonWith()).toMatch(/--accept\.$/);
});

const told = (backup: string, rest: object = {}): object => ({
  ...{ format: 1, backup, set: "S", ok: true, status: "done", message: "Done." },
  ...rest,
});

test.each([
  [
    "what ran before runs again",
    { restore: "R", seconds: 3 },
    { restore: "R", seconds: 3 },
    /runs again.*--accept\.$/,
  ],
  [
    "it was put back before",
    { restore: "R", seconds: 0 },
    { restore: "R", seconds: 0 },
    /runs again.*--accept\.$/,
  ],
  ["one host had exchanged", { restore: "R", seconds: 3 }, { seconds: 0 }, /runs again.*--accept\.$/],
  ["none had", { seconds: 0 }, { seconds: 0 }, /^What was loaded is removed; what runs was not touched\.$/],
])("an undo tells what it did: %s", async (_, app, voice, words) => {
  const edges = recorded(end(event(APP, told("undo", app)), event(VOICE, told("undo", voice))));
  const { outcome, reason } = await undoRestore(TASK, edges, { wait: 0, now: false });
  expect(outcome).toBe("undone");
  expect(reason).toMatch(words);
});

test("an undo of one host alone is no success, and tells what stays", async () => {
  const app = told("undo", { restore: "R", seconds: 3 });
  const edges = recorded(end(event(APP, app), event(VOICE, told("undo", { seconds: 0, unknown: true }))));
  const { outcome, reason } = await undoRestore(TASK, edges, { wait: 0, now: false });
  expect(outcome).toBe("failed");
  expect(reason).toMatch(/^The database of before the restore runs again, but .* Asterisk's files stay/);
});

test.each([
  [{ removed: "a_before_r" }, "What was kept for going back is removed."],
  [{}, "Nothing was kept for going back."],
])("an acceptance tells whether there was anything: %j", async (rest, words) => {
  const edges = recorded(end(event(APP, told("accept", rest)), event(VOICE, told("accept", rest))));
  expect(await acceptRestore(TASK, edges)).toMatchObject({ outcome: "accepted", reason: words });
});

test("calls that the voice host met after the app host had exchanged are waited for too", async () => {
  const calls = told("swap", { ok: false, status: "refused", overtaken: true, message: "1 call is up." });
  const done = told("swap", { restore: "R" });
  const edges = recorded(
    end(event(APP, done), event(VOICE, calls)),
    end(event(APP, done), event(VOICE, done)),
  );
  expect(await restoreSet(TASK, edges, "S", { wait: 60, now: false, withoutSet: false })).toMatchObject({
    outcome: "restored",
  });
});
