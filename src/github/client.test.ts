/** The client against the stand-in, which holds every request and answer against GitHub's own description. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startGitHub, TOKEN, type StandIn } from "../../tests/github/server.ts";
import { openGitHub } from "./client.ts";
import type { Patience } from "./patience.ts";
import type { Answer, GitHub, NewDeployment } from "./ports.ts";

const QUICK: Patience = { betweenWrites: 0, backoff: [1, 1], total: 5_000, answer: 5_000 };
const SHA = "a".repeat(40);
const NEW: NewDeployment = { ref: SHA, task: "t", environment: "e", description: "d", payload: { a: 1 } };

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startGitHub();
});
afterEach(() => standIn.close());

const open = (patience: Partial<Patience> = {}, token = TOKEN): GitHub =>
  openGitHub({ apiUrl: standIn.url, repository: "acme/fleet", token }, { ...QUICK, ...patience });

/** The value; fails the test where there is none. */
function value<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

const countOf = (method: string): number => standIn.log.filter((entry) => entry.method === method).length;

describe("what is asked", () => {
  test("a comment is written, found among many, and changed", async () => {
    const github = open();
    for (let id = 1; id <= 250; id += 1)
      standIn.repository.comments.push({ id, issue: 7, author: "someone", body: `${id}` });
    const written = value(await github.createComment(7, "ours"));
    expect(written).toMatchObject({ body: "ours", author: await github.whoAmI() });
    const all = value(await github.comments(7));
    expect(all.map(({ body }) => body)).toEqual([
      ...Array.from({ length: 250 }, (_, index) => `${index + 1}`),
      "ours",
    ]);
    expect(value(await github.updateComment(written.id, "new")).body).toBe("new");
    expect(standIn.repository.comments.at(-1)?.body).toBe("new");
  });

  test("deployments come newest first, and no page more than is wanted", async () => {
    for (let index = 0; index < 230; index += 1)
      standIn.repository.addDeployment({ task: index % 2 ? "t" : "other", environment: `e${index}` });
    const seen: string[] = [];
    for await (const page of open().deployments({ task: "t" })) {
      seen.push(...value(page).map(({ environment }) => environment));
      break;
    }
    expect(seen).toHaveLength(30);
    expect(seen[0]).toBe("e229");
    expect(countOf("GET")).toBe(1);
  });

  test("a deployment never merges and waits for no check; its states follow each other", async () => {
    const github = open();
    const { id } = value(await github.createDeployment(NEW));
    value(
      await github.createDeploymentStatus(id, {
        state: "in_progress",
        description: "",
        logUrl: "https://x.example",
      }),
    );
    const description = `${"word ".repeat(50)}\n`;
    value(
      await github.createDeploymentStatus(id, { state: "failure", description, logUrl: "https://x.example" }),
    );
    expect(value(await github.deploymentStatuses(id))).toEqual(["failure", "in_progress"]);
    const [stored] = standIn.repository.deployments;
    expect(stored).toMatchObject({ ref: SHA, payload: { a: 1 }, author: "github-actions[bot]" });
    expect(stored?.statuses.at(-1)?.description).toHaveLength(140);
    expect(standIn.log[0]?.body).toMatchObject({ auto_merge: false, required_contexts: [] });
  });

  test("pull requests and runs", async () => {
    const github = open();
    standIn.repository.pulls.push({
      ...{ number: 7, title: "Change", head: SHA, base: "main", from: "other/fleet", merged: true },
      commits: ["b".repeat(40)],
    });
    standIn.repository.runs.push({ id: 5, status: "completed", conclusion: "cancelled" });
    const pull = { number: 7, head: SHA, base: "main", from: "other/fleet", merged: true, state: "closed" };
    expect(value(await github.pullRequestsOf("b".repeat(40)))).toMatchObject([pull]);
    expect(value(await github.workflowRun(5))).toEqual({
      status: "completed",
      conclusion: "cancelled",
      attempt: 1,
    });
    expect(await github.workflowRun(6)).toMatchObject({ ok: false, fault: "not-found" });
  });
});

describe("who am I", () => {
  test("whoever the token is, asked once", async () => {
    await standIn.close();
    standIn = await startGitHub({ tokens: { own: { login: "fleet-app[bot]", mayWrite: true } } });
    const github = open({}, "own");
    expect([await github.whoAmI(), await github.whoAmI()]).toEqual(["fleet-app[bot]", "fleet-app[bot]"]);
    expect(standIn.log).toHaveLength(1);
  });

  test("a job's own token, where GitHub does not say", async () => {
    standIn.fail({ path: /graphql/, times: 9, status: 403, body: { message: "Resource not accessible" } });
    expect(await open().whoAmI()).toBe("github-actions[bot]");
  });
});

describe("what goes wrong is an answer", () => {
  test("no token: nothing is asked", async () => {
    expect(await open({}, "").comments(7)).toMatchObject({ ok: false, fault: "not-allowed" });
    expect(standIn.log).toEqual([]);
  });

  test("a token that may not write", async () => {
    await standIn.close();
    standIn = await startGitHub({ tokens: { [TOKEN]: { login: "reader", mayWrite: false } } });
    const answer = await open().createDeployment(NEW);
    expect(answer).toMatchObject({ ok: false, fault: "not-allowed" });
    expect(answer).toHaveProperty("message", "GitHub answered 403: Resource not accessible by integration");
    expect(standIn.log).toHaveLength(1);
  });

  test("a comment that is too long", async () => {
    const answer = await open().createComment(7, "x".repeat(65_537));
    expect(answer).toMatchObject({ ok: false, fault: "refused" });
    expect(answer).toHaveProperty("message", expect.stringContaining("body is too long"));
  });

  test.each([
    ["502", { status: 502, body: "<html>Bad gateway</html>" }],
    ["no answer in time", { latency: 60_000 }],
  ])("%s: asked again, and answered", async (_name, fault) => {
    standIn.fail(fault);
    expect(await open({ answer: 1_000 }).createDeployment(NEW)).toMatchObject({ ok: true });
    expect(countOf("POST")).toBe(2);
  });

  test("502 without an end: told after the tries there are", async () => {
    standIn.fail({ times: 99, status: 502, body: "<html>\n<p>Bad gateway</p>\n</html>" });
    const message = "GitHub answered 502: <html> <p>Bad gateway</p> </html>";
    expect(await open().comments(7)).toEqual({ ok: false, fault: "unavailable", message });
    expect(countOf("GET")).toBe(3);
  });

  test("a comment that may have been written is not written twice", async () => {
    standIn.fail({ method: "POST", status: 502, afterwards: true });
    const github = open();
    expect(await github.createComment(7, "ours")).toMatchObject({ ok: false, fault: "unavailable" });
    expect(value(await github.comments(7))).toHaveLength(1);
  });

  test("nobody listens", async () => {
    const access = { apiUrl: "http://127.0.0.1:9", repository: "acme/fleet", token: TOKEN };
    const answer = await openGitHub(access, QUICK).comments(7);
    expect(answer).toMatchObject({ ok: false, fault: "unavailable" });
  });

  test.each([
    ["not JSON", "<html>"],
    ["another form", [{ id: "seven" }]],
    ["no list", { message: "hello" }],
  ])("an answer that is %s", async (_name, body) => {
    standIn.fail({ status: 200, body });
    expect(await open().comments(7)).toMatchObject({ ok: false, fault: "unreadable" });
  });

  test("a page that fails fails the list: half of it is never taken for the whole", async () => {
    for (let id = 1; id <= 150; id += 1)
      standIn.repository.comments.push({ id, issue: 7, author: "someone", body: "" });
    standIn.fail({ path: /page=2/, status: 404, body: { message: "Not Found" } });
    expect(await open().comments(7)).toMatchObject({ ok: false, fault: "not-found" });
    expect(value(await open().comments(7))).toHaveLength(150);
  });
});

describe("limits", () => {
  const seconds = (count: number) => ({ "retry-after": `${count}` });

  test("a limit of a second is waited for", async () => {
    standIn.fail({ status: 429, headers: seconds(0) });
    standIn.fail({ status: 403, headers: seconds(0), body: { message: "secondary rate limit" } });
    expect(await open().createComment(7, "ours")).toMatchObject({ ok: true });
    expect(standIn.log.map(({ status }) => status)).toEqual([429, 403, 201]);
  });

  test("one of an hour is not: it says until when", async () => {
    const reset = Math.floor(Date.now() / 1000) + 3600;
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${reset}` };
    standIn.fail({ status: 403, headers, body: { message: "API rate limit exceeded" } });
    const answer = await open().comments(7);
    expect(answer).toMatchObject({ ok: false, fault: "limited" });
    expect(answer).toHaveProperty(
      "message",
      expect.stringMatching(/used up until 20\d\d-\d\d-\d\d \d\d:\d\d UTC$/),
    );
    expect(standIn.log).toHaveLength(1);
  });
});
