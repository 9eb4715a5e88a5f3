import { afterEach, beforeEach, expect, test } from "vitest";
import { clientOf } from "../../tests/github/client-of.ts";
import { startGitHub, type StandIn } from "../../tests/github/server.ts";
import type { GitHub } from "./ports.ts";

let standIn: StandIn;
let github: GitHub;
beforeEach(async () => {
  standIn = await startGitHub();
  github = clientOf(standIn);
});
afterEach(() => standIn.close());

test("open issues of a label are found on every page; pull requests, others and closed ones are not", async () => {
  const { repository } = standIn;
  for (let index = 0; index < 120; index += 1) repository.addIssue({ labels: ["oml"], title: `t${index}` });
  repository.addIssue({ labels: ["oml"], isPull: true });
  repository.addIssue({ labels: ["oml"], state: "closed" });
  repository.addIssue({ labels: ["other"] });
  const answer = await github.openIssues("oml");
  expect(answer.ok && answer.value).toHaveLength(120);
  expect(answer.ok && answer.value.at(-1)).toMatchObject({
    title: "t0",
    author: "github-actions[bot]",
    labels: ["oml"],
  });
});

test("an issue is made, changed and closed", async () => {
  const made = await github.createIssue({ title: "One", body: "a" }, "oml");
  if (!made.ok) throw new Error(made.message);
  const { number } = made.value;
  expect(made.value).toMatchObject({ title: "One", body: "a", labels: ["oml"] });
  await github.updateIssue(number, { title: "Two", body: "b" });
  expect(standIn.repository.issues).toMatchObject([{ number, title: "Two", body: "b", state: "open" }]);
  await github.closeIssue(number);
  expect(standIn.repository.issues).toMatchObject([{ number, title: "Two", state: "closed" }]);
});

test("one that GitHub may have made is not made again", async () => {
  standIn.fail({ method: "POST", path: /issues$/, status: 502, afterwards: true, times: 3 });
  expect(await github.createIssue({ title: "One", body: "a" }, "oml")).toMatchObject({
    fault: "unavailable",
  });
  expect(standIn.repository.issues).toHaveLength(1);
});
