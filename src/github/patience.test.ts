import { describe, expect, test } from "vitest";
import { isLimit, untilLifted, waitBefore, type Failed } from "./patience.ts";

const failed = (status: number | undefined, headers: Failed["headers"] = {}, message = ""): Failed => ({
  status,
  headers,
  message,
});
const used = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1060" };
const NOW = 1_000_000;

test.each([
  ["429", failed(429), true],
  ["403 with a time to wait", failed(403, { "retry-after": "3" }), true],
  ["403 with nothing left", failed(403, used), true],
  ["403 by a secondary limit", failed(403, {}, "You have exceeded a secondary rate limit"), true],
  ["403 of a token that may not", failed(403, { "x-ratelimit-remaining": "900" }, "Resource not"), false],
  ["404", failed(404), false],
])("%s: a limit or not", (_name, failure, expected) => {
  expect(isLimit(failure)).toBe(expected);
});

test.each([
  ["the time GitHub names", failed(429, { "retry-after": "7" }), 7_000],
  ["the budget's reset, and a second", failed(403, used), 61_000],
  ["a reset that is past: a second", failed(403, { ...used, "x-ratelimit-reset": "900" }), 1_000],
  ["a minute, where no time is named", failed(403, {}, "secondary rate limit"), 60_000],
])("a limit is lifted after %s", (_name, failure, expected) => {
  expect(untilLifted(failure, NOW)).toBe(expected);
});

describe("asking again", () => {
  const backoff = [10, 40];
  test.each([
    ["after a 502", failed(502), 1, 10],
    ["after a second 502", failed(502), 2, 40],
    ["not after a third", failed(502), 3, undefined],
    ["after no answer", failed(undefined), 1, 10],
    ["not after a 404", failed(404), 1, undefined],
    ["not after a 422", failed(422), 1, undefined],
    ["after a limit, when it is lifted", failed(429, { "retry-after": "2" }), 1, 2_000],
  ])("%s", (_name, failure, tries, expected) => {
    expect(waitBefore(failure, tries, NOW, backoff)).toBe(expected);
  });
});
