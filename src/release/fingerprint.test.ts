import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";

test("it is the SHA-256 of the JSON with sorted keys and no white space", () => {
  const json = '{"a":"x","b":[true,null,{"c":1,"d":2}]}';
  const expected = createHash("sha256").update(json).digest("hex");
  expect(fingerprintOf({ b: [true, null, { d: 2, c: 1 }], a: "x" })).toBe(expected);
});

test("the order of keys does not matter, the order of lists does", () => {
  expect(fingerprintOf({ a: 1, b: { c: 2, d: 3 } })).toBe(fingerprintOf({ b: { d: 3, c: 2 }, a: 1 }));
  expect(fingerprintOf([1, 2])).not.toBe(fingerprintOf([2, 1]));
});
