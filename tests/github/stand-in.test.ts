/** The stand-in itself: each of its answers is as GitHub describes it, and what is not is told. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { startGitHub, TOKEN, type StandIn } from "./server.ts";

let github: StandIn;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const FLEET = "/repos/acme/fleet";
const SHA = "a".repeat(40);
const headers = {
  authorization: `Bearer ${TOKEN}`,
  "user-agent": "test",
  "x-github-api-version": "2022-11-28",
};
const deployment = { ref: SHA, task: "t", environment: "e", auto_merge: false, required_contexts: [] };

async function ask(method: string, path: string, body?: unknown) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${github.url}${path}`, { method, headers, ...sent });
  return {
    status: response.status,
    body: (await response.json()) as never,
    link: response.headers.get("link"),
  };
}

test("every route answers as described", async () => {
  const { repository } = github;
  repository.pulls.push({
    ...{ number: 7, title: "Change", head: SHA, base: "main", from: "acme/fleet", merged: true },
    commits: ["b".repeat(40)],
  });
  repository.addIssue({ number: 7, labels: ["l"], isPull: true });
  repository.runs.push({ id: 1, status: "completed", conclusion: "cancelled" });
  repository.environments.push({
    ...{ name: "fleet", branches: "protected", reviewers: ["bob"], isSelfReviewPrevented: true },
  });
  const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "failure", message: "m" };
  const output = { title: "t", summary: "s", annotations: [annotation] };
  const run = { name: "n", head_sha: SHA, status: "completed", conclusion: "failure", output };
  const routes: readonly (readonly [string, string, unknown?])[] = [
    ["POST", "/issues/7/comments", { body: "one" }],
    ["POST", "/issues", { title: "t", body: "b", labels: ["l"] }],
    ["PATCH", "/issues/7", { state: "closed" }],
    ["GET", "/issues?labels=l&state=open&per_page=100&page=1"],
    ["PATCH", "/issues/comments/4711", { body: "two" }],
    ["GET", "/issues/7/comments"],
    ["POST", "/check-runs", run],
    ["PATCH", "/check-runs/4713", { output }],
    ["POST", "/deployments", { ...deployment, payload: { a: 1 } }],
    [
      "POST",
      "/deployments/4714/statuses",
      { state: "success", log_url: "https://x.example", description: "d" },
    ],
    ["GET", "/deployments?task=t&per_page=100&page=1"],
    ["GET", "/deployments/4714/statuses"],
    ["GET", `/commits/${"b".repeat(40)}/pulls`],
    ["GET", "/pulls/7"],
    ["GET", "/actions/runs/1"],
    ["GET", "/environments/fleet"],
  ];
  for (const [method, path, body] of routes) {
    const { status } = await ask(method, `${FLEET}${path}`, body);
    expect([path, status]).toEqual([path, method === "POST" ? 201 : 200]);
  }
  expect(github.violations).toEqual([]);
  expect(repository.checkRuns[0]?.annotations).toHaveLength(2);
});

test("an enterprise server's paths are known too", async () => {
  expect(await ask("GET", `/api/v3${FLEET}/deployments`)).toMatchObject({ status: 200, body: [] });
  const viewer = await ask("POST", "/api/graphql", { query: "query { viewer { login } }" });
  expect(viewer.body).toEqual({ data: { viewer: { login: "github-actions[bot]" } } });
});

test.each([
  ["a route that is none", "GET", "/nothing", undefined, "is no route"],
  ["a property that is none", "POST", "/deployments", { ...deployment, reff: "x" }, "no property reff"],
  ["a type that is wrong", "POST", "/deployments", { ...deployment, ref: 1 }, "/ref must be string"],
  ["a property that is missing", "POST", "/issues/7/comments", {}, "required property 'body'"],
  ["a state that is none", "POST", "/deployments/1/statuses", { state: "fine" }, "allowed values"],
  ["a parameter that is none", "GET", "/deployments?tsk=x", undefined, "no parameter tsk"],
])("%s is refused, and fails the test that sent it", async (_name, method, path, body, sentence) => {
  expect(await ask(method, `${FLEET}${path}`, body)).toMatchObject({ status: 422 });
  await expect(github.close()).rejects.toThrow(sentence);
  github = await startGitHub();
});

test("an answer that is not as described fails the test too", async () => {
  github.repository.addDeployment({ task: "t", environment: "e", payload: 7 });
  await ask("GET", `${FLEET}/deployments`);
  await expect(github.close()).rejects.toThrow(
    "the answer of get /repos/{owner}/{repo}/deployments: /0/payload",
  );
  github = await startGitHub();
});

test("GitHub's defaults of a deployment are traps here too", async () => {
  const bare = { ref: SHA, task: "t", environment: "e" };
  expect(await ask("POST", `${FLEET}/deployments`, bare)).toMatchObject({ status: 409 });
  const unmerged = { ...bare, auto_merge: false };
  expect(await ask("POST", `${FLEET}/deployments`, unmerged)).toMatchObject({ status: 409 });
});

test("a success makes the one before it in its environment inactive", async () => {
  const { repository } = github;
  const made = ["e", "e", "other"].map((environment) => repository.addDeployment({ task: "t", environment }));
  for (const { id } of made) repository.addStatus(id, { state: "success", description: "", logUrl: "" });
  const states = repository.deployments.map(({ statuses }) => statuses.map(({ state }) => state));
  expect(states).toEqual([["success", "inactive"], ["success"], ["success"]]);
});

test("lists come in pages, newest deployments first", async () => {
  for (let index = 0; index < 5; index += 1)
    github.repository.addDeployment({ task: "t", environment: `e${index}` });
  const first = await ask("GET", `${FLEET}/deployments?per_page=2&page=1`);
  expect((first.body as { environment: string }[]).map(({ environment }) => environment)).toEqual([
    "e4",
    "e3",
  ]);
  expect(first.link).toContain(`page=2>; rel="next"`);
  const last = await ask("GET", `${FLEET}/deployments?per_page=2&page=3`);
  expect(last.body).toHaveLength(1);
  expect(last.link).not.toContain("next");
});

test("faults come as often as they were asked for, where they were asked for", async () => {
  github.fail({ method: "GET", path: /deployments$/, times: 2, status: 502, body: "<html>" });
  const statuses = [];
  for (let index = 0; index < 3; index += 1)
    statuses.push((await fetch(`${github.url}${FLEET}/deployments`, { headers })).status);
  expect(statuses).toEqual([502, 502, 200]);
});

test("a token that may not write may not, and an unknown one is none", async () => {
  await github.close();
  github = await startGitHub({ tokens: { [TOKEN]: { login: "reader", mayWrite: false } } });
  expect(await ask("POST", `${FLEET}/deployments`, deployment)).toMatchObject({ status: 403 });
  const unknown = { ...headers, authorization: "Bearer other" };
  const { status } = await fetch(`${github.url}${FLEET}/deployments`, { headers: unknown });
  expect(status).toBe(401);
});
