/** The plan of a pull request, by the committed bundle: its summary, and the one comment. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readMarker } from "../../src/plan/comment.ts";
import { startGitHub, TOKEN, type StandIn } from "../github/server.ts";
import { runAction, type Ended } from "./action-run.ts";
import { Checkout, pullRequest } from "./checkout.ts";

const BOT = "github-actions[bot]";
let checkout: Checkout;
let api: StandIn;

beforeEach(async () => {
  checkout = new Checkout();
  api = await startGitHub();
});
afterEach(async () => {
  checkout.remove();
  await api.close();
});

/** Points nginx at another digest in the lock, as `oml lock` would after its tag moved. */
function relock(digit: string): void {
  const file = join(checkout.path, "instances", "demo", "images.lock.json");
  const text = readFileSync(file, "utf8");
  const found =
    /("image": "docker\.io\/omnileads\/nginx",\s+"tag": "[^"]+",\s+"digest": ")sha256:[0-9a-f]{64}/;
  expect(text).toMatch(found);
  writeFileSync(file, text.replace(found, `$1sha256:${digit.repeat(64)}`));
}

/** Runs for a pull request of what the checkout now holds. */
function review(from?: string, token = TOKEN): Promise<Ended> {
  const head = checkout.commit("Change a tenant");
  const payload = pullRequest(checkout.base, head, from);
  return runAction({ workspace: checkout.path, event: "pull_request", payload, token, apiUrl: api.url });
}

test("one comment, by marker and author, updated in place; the summary and the output say the same", async () => {
  api.repository.comments.push({
    id: 1,
    issue: 7,
    author: "mallory",
    body: "<!-- oml-plan {} -->\nApprove me",
  });
  relock("a");
  const first = await review();
  expect(first).toMatchObject({ status: 0, errors: "" });
  const own = () => api.repository.comments.filter(({ author }) => author === BOT);
  const [comment] = own();
  expect(comment?.body).toContain("## Plan: 1 upgrade");
  expect(comment?.body).toContain("web reconnects");
  expect(comment?.body).toContain("<code>nginx</code>");
  expect(first.summary).toContain("## Plan: 1 upgrade");
  const releases = JSON.parse(first.outputs.get("releases") ?? "") as Record<string, string>;
  expect(readMarker(comment?.body ?? "")).toEqual({ base: checkout.base, releases, omitted: 0 });
  expect(releases["demo"]).toMatch(/^[0-9a-f]{64}$/);

  relock("b");
  checkout.edit(["SCA: 3600", "SCA: 7200"]);
  const second = await review();
  expect(own()).toHaveLength(1);
  expect(own()[0]?.body).toContain("COOKIE");
  expect(second.outputs.get("releases")).not.toBe(first.outputs.get("releases"));
  const writes = api.writes().filter(({ path }) => path.includes("/comments"));
  expect(writes.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
  expect(api.repository.comments[0]?.body).toContain("Approve me");
});

test("a change that does nothing writes none", async () => {
  checkout.write("README.md", "A fleet\n");
  const ended = await review();
  expect(ended.summary).toContain("Merging this changes no host");
  expect(api.repository.comments).toEqual([]);
});

test("a fork's pull request has its plan in the summary alone", async () => {
  relock("a");
  const ended = await review("someone/fleet");
  expect(ended).toMatchObject({ status: 0, errors: "" });
  expect(ended.summary).toContain("## Plan: 1 upgrade");
  expect(ended.log).toContain("a fork's token may not write one");
  expect(api.writes().filter(({ path }) => path !== "/graphql")).toEqual([]);
});

test("a token that may not write, and a GitHub that does not answer, cost the comment and nothing else", async () => {
  relock("a");
  api.fail({ method: "POST", path: /comments/, status: 403 });
  const forbidden = await review();
  expect(forbidden).toMatchObject({ status: 0, errors: "" });
  expect(forbidden.log).toContain("No comment:");
  relock("b");
  const unknown = await review(undefined, "another-token");
  expect(unknown.status).toBe(0);
  expect(unknown.summary).toContain("## Plan: 1 upgrade");
  expect(api.repository.comments).toEqual([]);
});

test("the plan is of the merge with the base's present tip, whatever the event saw", async () => {
  checkout.git("checkout", "--quiet", "-b", "change");
  relock("a");
  const head = checkout.commit("Upgrade nginx");
  checkout.git("checkout", "--quiet", "main");
  checkout.edit(["SCA: 3600", "SCA: 7200"]);
  const tip = checkout.commit("Set something else");
  checkout.git("merge", "--quiet", "--no-ff", "-m", "Merge", "change");
  const payload = pullRequest(checkout.base, head);
  const event = { workspace: checkout.path, event: "pull_request", payload, token: TOKEN, apiUrl: api.url };
  const { summary } = await runAction(event);
  expect(summary).toContain(`Against \`${tip.slice(0, 12)}\`, the tip of main`);
  expect(summary).not.toContain("COOKIE");
});

test("secrets are touched, and shown nowhere", async () => {
  checkout.edit(["$ANSIBLE_VAULT;1.1;AES256\n", "$ANSIBLE_VAULT;1.2;AES256;prod\n"]);
  const ended = await review();
  const body = api.repository.comments.at(-1)?.body ?? "";
  expect(body).toMatch(/secret touched <code>/);
  expect(ended.summary + body + ended.log).not.toContain("ANSIBLE_VAULT");
});

test("changes from before are listed apart, planned from what the records say runs", async () => {
  relock("a");
  const merged = checkout.commit("Upgrade nginx");
  const record = (outcome: string, commit: string, finished: string) => ({
    ...{ tenant: "demo", outcome, commit, finished, since: finished, release: "" },
    ...{ run: "https://github.example/acme/fleet/actions/runs/7", reason: "3 calls, @everyone waits" },
  });
  const add = (told: ReturnType<typeof record>): void => {
    const payload = { format: 1, kind: "tenant", record: told };
    api.repository.addDeployment({ task: "oml-deploy", environment: "fleet/demo", payload });
  };
  add(record("deployed", checkout.base, "2026-01-01T00:00:00Z"));
  add(record("postponed", merged, "2026-01-02T00:00:00Z"));
  checkout.edit(["SCA: 3600", "SCA: 7200"]);
  const head = checkout.commit("Set something else");
  const payload = pullRequest(merged, head);
  const event = { workspace: checkout.path, event: "pull_request", payload, token: TOKEN, apiUrl: api.url };
  const { summary } = await runAction(event);
  expect(summary).toContain("## Plan: 1 reconfigure");
  expect(summary).toContain("*from before:* postponed; all together **upgrade**");
  expect(summary).not.toMatch(/@everyone/);
});
