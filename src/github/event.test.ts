import { expect, test } from "vitest";
import { baseOf, headOf, pullRequestOf } from "./event.ts";

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

test("a pull request from another repository is a fork's", () => {
  const pull = (from: string | undefined) => ({
    pull_request: {
      number: 7,
      base: { sha: "b", ref: "main", repo: { full_name: "acme/fleet" } },
      head: { sha: "h", ...(from === undefined ? { repo: null } : { repo: { full_name: from } }) },
    },
  });
  expect(pullRequestOf(pull("acme/fleet"))).toEqual({ number: 7, base: "main", isFork: false });
  expect(pullRequestOf(pull("someone/fleet"))?.isFork).toBe(true);
  expect(pullRequestOf(pull(undefined))?.isFork).toBe(true);
  expect(pullRequestOf({ before: "b3" })).toBeUndefined();
});
