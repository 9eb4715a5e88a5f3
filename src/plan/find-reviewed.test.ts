import { afterEach, beforeEach, expect, test } from "vitest";
import { startGitHub, TOKEN, type StandIn } from "../../tests/github/server.ts";
import { openGitHub } from "../github/client.ts";
import { findReviewed } from "./find-reviewed.ts";

const COMMIT = "c".repeat(40);
const MARKER = '<!-- oml-plan {"base":"b0","releases":{"demo":"r1"},"omitted":0} -->\nThe plan';
let standIn: StandIn;
beforeEach(async () => {
  standIn = await startGitHub();
});
afterEach(() => standIn.close());

const open = () => openGitHub({ apiUrl: standIn.url, repository: "acme/fleet", token: TOKEN });

/** A pull request that brought the commit, and a comment on it. */
function pull(number: number, given: { base?: string; merged?: boolean; author?: string; body?: string }) {
  const { base = "main", merged = true, author = "github-actions[bot]", body = MARKER } = given;
  const place = { title: "Change", head: "d".repeat(40), from: "acme/fleet" };
  standIn.repository.pulls.push({ number, ...place, base, merged, commits: [COMMIT] });
  standIn.repository.comments.push({ id: 100 + number, issue: number, body, author });
}

test("the plan on the merged pull request that brought the commit", async () => {
  pull(7, {});
  expect(await findReviewed(open(), COMMIT, "main")).toEqual({
    ok: true,
    value: [{ pull: 7, base: "b0", releases: { demo: "r1" } }],
  });
});

test("not one that was not merged, went elsewhere, or whose comment is somebody else's or no plan", async () => {
  pull(1, { merged: false });
  pull(2, { base: "next" });
  pull(3, { author: "mallory" });
  pull(4, { body: "Fine." });
  expect(await findReviewed(open(), COMMIT, "main")).toEqual({ ok: true, value: [] });
});

test("where GitHub does not tell, the fault", async () => {
  const github = openGitHub({ apiUrl: standIn.url, repository: "acme/fleet", token: "wrong" });
  expect(await findReviewed(github, COMMIT, "main")).toMatchObject({ ok: false, fault: "not-allowed" });
});
