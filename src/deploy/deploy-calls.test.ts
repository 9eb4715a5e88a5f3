import { describe, expect, it } from "vitest";
import type { Answer } from "./answer.ts";
import { check } from "./check.ts";
import { deploy } from "./deploy.ts";
import { answers, books, both, order, recorded } from "./testing-edges.ts";
import { aComponentAnswer, aDeed, aStep, IDLE, NO_WISHES } from "./testing.ts";

const asteriskOld = { components: [aComponentAnswer({ name: "asterisk", differs: ["image"] })] };
const calls = (count: number | null): Partial<Answer> => ({
  ...asteriskOld,
  calls: { count, detail: "no answer" },
});
const patient = { ...order, voice: { ...IDLE, wait: 900 } };

describe("deploy with calls up", () => {
  it("waits for them, saying so, and goes on when the last has ended", async () => {
    const end = both(aStep("stage"), aStep("apply"), aStep("commit"));
    const edges = recorded(answers({}, calls(2)), answers({}, calls(2)), answers({}, calls(0)), end);
    const report = await deploy(patient, edges);
    expect(report).toMatchObject({ outcome: "deployed", cut: null });
    expect(books(edges)).toEqual(["ask.yml", "ask.yml", "ask.yml", "deploy.yml"]);
    expect(edges.said[0]).toBe(
      "demo: 2 calls are up and asterisk would be restarted; waiting up to 15 min for calls to end",
    );
  });

  it("is postponed when the time is up, having changed nothing; what cannot be counted counts as calls", async () => {
    const edges = recorded(...Array.from({ length: 200 }, () => answers({}, calls(null))));
    const report = await deploy(patient, edges);
    expect(report.outcome).toBe("postponed");
    expect(report.reason).toMatch(
      /cannot be read \(no answer\).* after 1[56] min of waiting; nothing was changed/,
    );
    expect(new Set(books(edges))).toEqual(new Set(["ask.yml"]));
    expect(books(edges).length).toBeLessThan(100);
  });

  it("ends interrupted when it is stopped while it waits", async () => {
    const edges = { ...recorded(answers({}, calls(2))), isStopped: () => true };
    expect(await deploy(patient, edges)).toMatchObject({ outcome: "interrupted" });
  });

  it("only says in a check that it would wait", async () => {
    const edges = recorded(answers({}, calls(1)));
    const wishes = { ...NO_WISHES, check: true };
    expect(await check({ ...patient, wishes }, edges)).toMatchObject({
      would: "postponed",
      reason: "1 call is up and asterisk would be restarted; waiting up to 15 min for calls to end.",
    });
  });

  it("tells with --now how many were cut", async () => {
    const apply = aStep("apply", {
      components: [aDeed("asterisk", "restarted")],
      cut: { count: 20, detail: "" },
    });
    const edges = recorded(answers({}, calls(19)), both(aStep("stage"), apply, aStep("commit")));
    const report = await deploy({ ...order, wishes: { ...NO_WISHES, now: true } }, edges);
    expect(report).toMatchObject({ outcome: "deployed", cut: { count: 20 }, overrides: ["now"] });
  });
});
