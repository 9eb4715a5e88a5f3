import { afterEach, beforeEach, expect, test } from "vitest";
import { clientOf } from "../../tests/github/client-of.ts";
import { startGitHub, type StandIn } from "../../tests/github/server.ts";
import { decideIssues, LABEL, MOST_NEW, type Judged } from "../backup/freshness-issue.ts";
import { keepIssues, readIssues } from "./freshness-issues.ts";
import type { GitHub } from "./ports.ts";

let standIn: StandIn;
let github: GitHub;
beforeEach(async () => {
  standIn = await startGitHub();
  github = clientOf(standIn);
});
afterEach(() => standIn.close());

async function look(...judged: Judged[]) {
  const issues = await readIssues(github);
  if (!issues.ok) throw new Error(issues.message);
  return keepIssues(github, decideIssues(judged, issues.value, await github.whoAmI()));
}
const stale = (tenant: string, trouble = "It is old."): Judged => ({ tenant, troubles: [trouble] });
const issues = () => standIn.repository.issues;

test("an issue is opened once, updated where it says something else, and closed with a sentence", async () => {
  expect((await look(stale("acme"))).done).toEqual([expect.stringMatching(/^acme: opened https:/)]);
  expect(await look(stale("acme"))).toEqual({ done: [], troubles: [] });
  expect(issues()).toMatchObject([{ state: "open", labels: [LABEL] }]);
  expect((await look(stale("acme", "It shrank."))).done).toEqual([expect.stringMatching(/^acme: updated /)]);
  expect(issues()[0]?.body).toContain("It shrank.");
  expect((await look({ tenant: "acme", troubles: [] })).done).toEqual([
    expect.stringMatching(/^acme: closed /),
  ]);
  expect(issues()).toMatchObject([{ state: "closed" }]);
  expect(standIn.repository.comments).toMatchObject([{ body: expect.stringContaining("Closed.") }]);
  await look(stale("acme"));
  expect(issues().map(({ state }) => state)).toEqual(["closed", "open"]);
});

test("one whose answer was lost is found by the next run, and not opened twice", async () => {
  standIn.fail({ method: "POST", path: /issues$/, status: 502, afterwards: true });
  expect((await look(stale("acme"))).troubles).toHaveLength(1);
  expect(await look(stale("acme"))).toEqual({ done: [], troubles: [] });
  expect(issues()).toHaveLength(1);
});

test("a fleet in trouble opens some, says so, and the next run the others", async () => {
  const all = Array.from({ length: MOST_NEW + 3 }, (_, index) => stale(`t${index}`));
  expect((await look(...all)).troubles).toEqual(["3 more tenants get their issues in the next run."]);
  expect(await look(...all)).toMatchObject({ troubles: [] });
  expect(issues()).toHaveLength(MOST_NEW + 3);
});

test("a token that may not write is said once, not for every tenant", async () => {
  standIn.fail({ method: "POST", path: /issues$/, status: 403, body: { message: "Forbidden" }, times: 9 });
  const { done, troubles } = await look(stale("acme"), stale("demo"), stale("eve"));
  expect(done).toEqual([]);
  expect(troubles).toEqual([
    "acme: GitHub answered 403: Forbidden.",
    "2 more issues were left as they are. The next run does them.",
  ]);
});

test("an issue that lost its label stops the run: no later one would find it", async () => {
  const unlabelled: GitHub = { ...github, createIssue: (text) => github.createIssue(text, "other") };
  const { troubles } = await keepIssues(unlabelled, decideIssues([stale("acme"), stale("demo")], [], "x"));
  expect(troubles[0]).toContain("without its label oml-backup");
  expect(issues()).toHaveLength(1);
});
