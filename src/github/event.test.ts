import { expect, test } from "vitest";
import { baseOf, headOf } from "./event.ts";

const request = { pull_request: { base: { sha: "b1" }, head: { sha: "h1" } } };

test.each([
  ["a pull request", request, "b1"],
  ["a merge group", { merge_group: { base_sha: "b2", head_sha: "h2" } }, "b2"],
  ["a push", { before: "b3", after: "h3" }, "b3"],
  ["the first push of a branch", { before: "0".repeat(40) }, undefined],
  ["a schedule", {}, undefined],
  ["something else", "nonsense", undefined],
])("%s begins at its base", (_name, payload, base) => {
  expect(baseOf(payload)).toBe(base);
});

test("a check belongs to a pull request's head, and elsewhere to the commit checked out", () => {
  expect(headOf(request, "merge")).toBe("h1");
  expect(headOf({ before: "b3" }, "pushed")).toBe("pushed");
});
