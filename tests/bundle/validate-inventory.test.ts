/** The committed bundle, run as the runner runs it. */
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAction, type Ended } from "./action-run.ts";
import { startGitHub, TOKEN, type StandIn } from "../github/server.ts";
import { Checkout, pullRequest } from "./checkout.ts";

const FILE = "instances/demo/inventory.yml";
const apis: StandIn[] = [];
let checkout: Checkout;

beforeEach(() => {
  checkout = new Checkout();
});
afterEach(async () => {
  checkout.remove();
  await Promise.all(apis.splice(0).map((api) => api.close()));
});

async function standIn(mayWrite: boolean): Promise<StandIn> {
  const api = await startGitHub({ tokens: { [TOKEN]: { login: "github-actions[bot]", mayWrite } } });
  apis.push(api);
  return api;
}

/** Runs for a pull request of what the checkout now holds. */
async function review(
  given: { api?: StandIn; from?: string; inputs?: Record<string, string> } = {},
): Promise<Ended> {
  const head = checkout.commit("Change a tenant");
  return runAction({
    workspace: checkout.path,
    event: "pull_request",
    payload: pullRequest(checkout.base, head, given.from),
    ...(given.inputs === undefined ? {} : { inputs: given.inputs }),
    ...(given.api === undefined ? {} : { token: TOKEN, apiUrl: given.api.url }),
  });
}

const resultOf = ({ outputs }: Ended) => JSON.parse(outputs.get("result") ?? "") as Record<string, unknown>;
const unknownVariables = (count: number): string =>
  Array.from({ length: count }, (_, index) => `    nonsense_${index + 1}: x\n`).join("");

test("a clean pull request", async () => {
  checkout.edit(["SCA: 3600", "SCA: 7200"]);
  const ended = await review({ api: await standIn(true), inputs: { plan: "false" } });
  expect(ended).toMatchObject({ status: 0, errors: "", annotations: [] });
  expect(Object.fromEntries(ended.outputs)).toMatchObject({ outcome: "clean", errors: "0", warnings: "0" });
  expect(resultOf(ended)).toEqual({
    version: 1,
    outcome: "clean",
    errors: 0,
    warnings: 0,
    tenants: 1,
    problems: [],
    omitted: 0,
  });
  expect(ended.summary).toContain("0 errors");
  expect(apis[0]?.log).toEqual([]);
});

test("three problems, each on its line", async () => {
  checkout.edit(
    ["postgres_port: 5432", "postgres_port: 99999"],
    ["infra_env: lan", "infra_env: moon"],
    ["nginx_version: latest", "nginx_versoin: latest"],
  );
  const ended = await review();
  expect(ended.status).toBe(1);
  expect(ended.outputs.get("outcome")).toBe("problems");
  expect(ended.outputs.get("errors")).toBe("3");
  const places = ended.annotations.map(({ type, file, line }) => ({ type, file, line }));
  const lines = ["nginx_versoin", "infra_env: moon", "postgres_port: 99999"].map((text) =>
    checkout.lineOf(text),
  );
  expect(places).toEqual(lines.map((line) => ({ type: "error", file: FILE, line })));
  for (const { title, message } of ended.annotations) {
    expect(title).toMatch(/^OML\d{4}$/);
    expect(ended.log).toContain(message);
  }
  expect(ended.annotations[0]?.message).toContain("did you mean nginx_version?");
  expect(ended.summary).toContain("nginx");
  expect(resultOf(ended)).toMatchObject({ errors: 3, omitted: 0 });
});

test("two hundred problems: ten on their lines, all in the log, the summary and a check run in four pages", async () => {
  checkout.edit(["  vars:\n", `  vars:\n${unknownVariables(200)}`]);
  const api = await standIn(true);
  const ended = await review({ api });
  expect(ended.status).toBe(1);
  expect(ended.outputs.get("errors")).toBe("200");
  expect(ended.annotations).toHaveLength(10);
  for (const place of [1, 100, 200].map((index) => checkout.lineOf(`nonsense_${index}:`))) {
    expect(ended.log).toMatch(new RegExp(`${FILE}:${place}:|line=${place},`));
    expect(ended.summary).toContain(`:${place}`);
  }
  const runs = api.writes().filter(({ path }) => path.includes("/check-runs"));
  expect(runs.map(({ method }) => method)).toEqual(["POST", "PATCH", "PATCH", "PATCH"]);
  const [run] = api.repository.checkRuns;
  expect(new Set(run?.annotations.map((annotation) => annotation["start_line"])).size).toBe(200);
  expect(run).toMatchObject({ conclusion: "failure" });
  expect(ended.log).toContain(`https://github.example/acme/fleet/runs/${run?.id}`);
});

test("a fork's token may write nothing, and the verdict is the same", async () => {
  checkout.edit(["  vars:\n", `  vars:\n${unknownVariables(200)}`]);
  const api = await standIn(false);
  const ended = await review({ api, from: "someone/fleet" });
  expect(ended).toMatchObject({ status: 1, errors: "" });
  expect(ended.outputs.get("errors")).toBe("200");
  expect(ended.annotations).toHaveLength(10);
  const writes = api.writes().filter(({ path }) => path !== "/graphql");
  expect(writes.map(({ path, status }) => [path, status])).toEqual([["/repos/acme/fleet/check-runs", 403]]);
  expect(ended.log).toContain("the token may not write one");
});

test("without a token and a network the verdict is the same", async () => {
  checkout.edit(["  vars:\n", `  vars:\n${unknownVariables(200)}`]);
  const ended = await review();
  expect(ended).toMatchObject({ status: 1, errors: "" });
  expect(ended.outputs.get("errors")).toBe("200");
});

test("check-run: false and plan: false ask GitHub for nothing", async () => {
  checkout.edit(["  vars:\n", `  vars:\n${unknownVariables(20)}`]);
  const api = await standIn(true);
  const ended = await review({ api, inputs: { "check-run": "false", plan: "false" } });
  expect(ended.status).toBe(1);
  expect(api.log).toEqual([]);
});

test("a push", async () => {
  checkout.edit(["SCA: 3600", "SCA: 7200"]);
  const after = checkout.commit("Change a tenant");
  const payload = { ref: "refs/heads/main", before: checkout.base, after };
  const ended = await runAction({ workspace: checkout.path, event: "push", payload, sha: after });
  expect(ended).toMatchObject({ status: 0, errors: "", annotations: [] });
});

test.each([
  ["a new branch", { before: "0".repeat(40) }],
  ["a base that was not fetched", { before: "d".repeat(40) }],
  ["a base that is an option of git", { before: "--output=/tmp/oml-never" }],
  ["a payload that says nothing", {}],
])("%s is judged without knowing what changed", async (_name, payload) => {
  checkout.edit(["infra_env: lan", "infra_env: moon"]);
  const ended = await runAction({ workspace: checkout.path, event: "push", payload });
  expect(ended).toMatchObject({ status: 1, errors: "" });
  expect(ended.outputs.get("errors")).toBe("1");
});

test("problems of changed files come first", async () => {
  checkout.write("instances/aaa/inventory.yml", "all: 1\n");
  const base = checkout.commit("Add a bad tenant");
  checkout.edit(["infra_env: lan", "infra_env: moon"]);
  const head = checkout.commit("Change the other");
  const payload = pullRequest(base, head);
  const ended = await runAction({ workspace: checkout.path, event: "pull_request", payload });
  const files = ended.annotations.map(({ file }) => file);
  expect(files[0]).toBe(FILE);
  expect(files).toContain("instances/aaa/inventory.yml");
});

test("a missing folder", async () => {
  const inputs = { instances: "tenants" };
  const ended = await runAction({ workspace: checkout.path, event: "push", payload: {}, inputs });
  expect(ended.status).toBe(1);
  expect(ended.outputs.get("outcome")).toBe("wrong-call");
  expect(ended.annotations).toHaveLength(1);
  expect(ended.annotations[0]?.message).toContain("There is no folder 'tenants'");
});

test("every wrong input is named at once", async () => {
  const inputs = { strict: "yes", lang: "fr" };
  const ended = await runAction({ workspace: checkout.path, event: "push", payload: {}, inputs });
  expect(ended.status).toBe(1);
  expect(ended.outputs.get("outcome")).toBe("wrong-call");
  expect(ended.annotations[0]?.message).toContain("The input strict is 'yes'");
  expect(ended.annotations[0]?.message).toContain("The input lang is 'fr'");
});

test.each([
  ["a path", "..", () => undefined],
  ["a link", "linked", (path: string) => symlinkSync("/etc", join(path, "linked"))],
])("a folder outside the checkout is refused: %s", async (_name, instances, prepare) => {
  prepare(checkout.path);
  const ended = await runAction({
    workspace: checkout.path,
    event: "push",
    payload: {},
    inputs: { instances },
  });
  expect(ended.status).toBe(1);
  expect(ended.outputs.get("outcome")).toBe("wrong-call");
  expect(ended.annotations[0]?.message).toContain("leads out of the checkout");
});

test("Spanish", async () => {
  checkout.edit(["infra_env: lan", "infra_env: moon"]);
  const ended = await review({ inputs: { lang: "es" } });
  expect(ended.log).toContain("1 error");
  expect(ended.summary).toContain("Inventario");
});

test("an inventory cannot give the runner commands", async () => {
  writeFileSync(
    join(checkout.path, FILE),
    'all:\n  vars:\n    "::add-mask::x": "\\n::set-env name=PATH::/evil\\n##[error]no"\n    "\\n::error::forged": 1\n',
  );
  const ended = await review();
  expect(ended.status).toBe(1);
  const commands = ended.log.split("\n").filter((line) => /^\s*::/.test(line) || line.includes("##["));
  for (const command of commands) expect(command).toMatch(/^::(error|warning) file=instances\/demo\//);
});

test("the token is hidden before anything but the action's name is written", async () => {
  checkout.edit(["SCA: 3600", "SCA: 7200"]);
  const { log } = await review({ api: await standIn(true) });
  expect(log.split("\n").slice(0, 2)).toEqual([
    `validate-inventory, on Node ${process.versions.node}`,
    `::add-mask::${TOKEN}`,
  ]);
  expect(log.split(TOKEN)).toHaveLength(2);
});
