import { expect, test } from "vitest";
import type { Failed, Patience } from "./patience.ts";
import { politely } from "./politely.ts";

const PATIENCE: Patience = { betweenWrites: 1_000, backoff: [20, 20], total: 50, answer: 1 };
const READ = { isWrite: false, isSafe: true };

/** A clock that only sleeping moves, and requests that fail as told. */
function start(failure: Partial<Failed> = {}) {
  let now = 0;
  const sent: number[] = [];
  const world = {
    now: () => now,
    sleep: (milliseconds: number) => Promise.resolve((now += milliseconds)),
    failedBy: (): Failed => ({ status: 502, headers: {}, message: "", ...failure }),
  };
  const send = politely(PATIENCE, world);
  const request = (isGood: boolean) => () => {
    sent.push(now);
    return isGood ? Promise.resolve("done") : Promise.reject(new Error("not done"));
  };
  return { send, sent, request };
}

test("writes keep their distance, reads do not", async () => {
  const { send, sent, request } = start();
  for (const isWrite of [false, false, true, true, false, true])
    await send(request(true), { ...READ, isWrite });
  expect(sent).toEqual([0, 0, 0, 1_000, 1_000, 2_000]);
});

test("all waiting together has a bound: what is used up is not waited for again", async () => {
  const { send, sent, request } = start();
  for (let index = 0; index < 3; index += 1)
    await expect(send(request(false), READ)).rejects.toThrow("not done");
  // Two waits of 20 fit into 50: three tries of the first request, one of each other.
  expect(sent).toEqual([0, 20, 40, 40, 40]);
});

test("what may have been done is not done twice, unless a limit says that it was not", async () => {
  const once = { isWrite: false, isSafe: false };
  const failed = start();
  await expect(failed.send(failed.request(false), once)).rejects.toThrow();
  expect(failed.sent).toHaveLength(1);
  const limited = start({ status: 429, headers: { "retry-after": "0" } });
  await expect(limited.send(limited.request(false), once)).rejects.toThrow();
  expect(limited.sent).toHaveLength(3);
});
