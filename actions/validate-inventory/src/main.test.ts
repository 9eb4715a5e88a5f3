import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inventoryText } from "../../../src/inventory/testing.ts";
import { fakeRunner } from "../../../src/runner/fake-runner.ts";
import { INPUTS, readInputs } from "./inputs.ts";
import { main } from "./main.ts";
import type { resultOf } from "./result.ts";

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "oml-action-"));
  mkdirSync(join(workspace, "instances", "demo"), { recursive: true });
});
afterEach(() => rmSync(workspace, { recursive: true }));

/** Runs for one tenant's inventory. */
async function run(inventory: string, inputs: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(workspace, "instances", "demo", "inventory.yml"), inventory);
  const runner = fakeRunner(inputs, { workspace });
  await main(runner);
  return runner;
}

test("errors fail the step, and each place is told of them", async () => {
  const runner = await run(inventoryText({ vars: { infra_env: "moon" } }));
  expect(runner.failures).toEqual([""]);
  expect(runner.outputs.get("outcome")).toBe("problems");
  expect(runner.log.join("")).toMatch(/^::error file=instances\/demo\/inventory\.yml,line=\d+/m);
  expect(runner.summaries[0]).toContain("https://github.example/acme/fleet/blob/main/docs/rules/");
});

test("errors are told before warnings, wherever they stand", async () => {
  const runner = await run(inventoryText({ vars: { ami_password: "clear-2a6c93-Q", nonsense: "x" } }));
  const { problems } = JSON.parse(runner.outputs.get("result") ?? "") as ReturnType<typeof resultOf>;
  const severities = problems.map(({ severity }) => severity);
  expect(new Set(severities)).toEqual(new Set(["error", "warning"]));
  expect(severities).toEqual(severities.toSorted());
});

test("a folder that is not there fails with a sentence and judges nothing", async () => {
  const runner = await run("", { instances: "elsewhere" });
  expect(runner.failures[0]).toContain("judged nothing. There is no folder 'elsewhere'");
  expect(runner.outputs.get("outcome")).toBe("wrong-call");
  expect(runner.summaries).toEqual([]);
});

test("inputs left empty have their defaults", () => {
  expect(readInputs(() => "")).toEqual({
    ok: true,
    inputs: {
      instances: INPUTS.instances.default,
      strict: false,
      lang: "en",
      checkRun: true,
      plan: true,
      comment: true,
      token: "",
    },
  });
});

test("every wrong input is named", () => {
  const given: Record<string, string> = { strict: "TRUE", lang: "de", "check-run": "no" };
  const result = readInputs((name) => given[name] ?? "");
  expect(result.ok ? [] : result.mistakes).toHaveLength(3);
});

test("the result stays small, and counts what it leaves out", async () => {
  const nonsense = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`nonsense_${index}`, "x"]));
  const runner = await run(inventoryText({ vars: nonsense }), { "check-run": "false" });
  const result = JSON.parse(runner.outputs.get("result") ?? "") as ReturnType<typeof resultOf>;
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(100_000);
  expect(result.omitted).toBeGreaterThan(0);
  expect(result.problems.length + result.omitted).toBe(result.errors + result.warnings);
  expect(Buffer.byteLength(runner.summaries[0] ?? "")).toBeLessThan(1024 * 1024);
});
