import { expect, test } from "vitest";
import { duration, millisecondsOf } from "./duration.ts";

test.each([
  ["15m", 900_000],
  ["72h", 259_200_000],
  ["3d", 259_200_000],
  ["0m", 0],
])("%s is a span of time", (text, expected) => {
  expect(duration("72h").parse(text)).toBe(text);
  expect(millisecondsOf(text)).toBe(expected);
});

test.each(["", "72", "h", "1.5h", "-1h", "1w", "72 h", "99999h"])("'%s' is none", (text) => {
  expect(duration("72h").safeParse(text).success).toBe(false);
  expect(() => millisecondsOf(text)).toThrow("no span of time");
});
