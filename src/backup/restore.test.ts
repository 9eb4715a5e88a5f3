import { expect, test } from "vitest";
import { end, event, recorded } from "../deploy/testing-edges.ts";
import type { HostName } from "../release/desired.ts";
import { APP, VOICE } from "./play.ts";
import { restoreSet } from "./restore.ts";
import { TASK } from "./task-testing.ts";

test("what only the service's administrator may give a restored database is named, and nothing is where all is there", async () => {
  const told = { format: 1, backup: "swap", set: "S", ok: true, status: "done", message: "Exchanged." };
  const swapped = (host: HostName, left?: readonly string[]) => event(host, { ...told, left });
  const reasonWith = async (left?: readonly string[]): Promise<string> => {
    const edges = recorded(end(swapped(APP, left), swapped(VOICE)));
    const { outcome, reason } = await restoreSet(TASK, edges, "S", { wait: 0, now: false });
    expect(outcome).toBe("restored");
    return reason;
  };
  expect(await reasonWith(["ALTER DATABASE a SET b TO 'c';"])).toMatch(
    /--accept\. The service's administrator has yet to give the database what it had: ALTER DATABASE a SET b TO 'c';$/,
  );
  expect(await reasonWith([])).toMatch(/--accept\.$/);
  expect(await reasonWith()).toMatch(/--accept\.$/);
});
