import { describe, expect, it } from "vitest";
import type { HostSteps, StepResult } from "./answer.ts";
import { judge, findNotPutBack } from "./judge.ts";
import { exitCode } from "./outcome.ts";
import { aDeed, APP, aStep, VOICE } from "./testing.ts";

const steps = (host: HostSteps["host"], ...list: StepResult[]): HostSteps => ({ host, steps: list });
const whole = [
  aStep("stage"),
  aStep("apply", { components: [aDeed("nginx", "restarted")] }),
  aStep("commit"),
];
const failedApply = aStep("apply", {
  ok: false,
  status: "failed",
  message: "asterisk did not become healthy",
  components: [aDeed("asterisk", "restarted")],
  error: {
    component: "asterisk",
    probe: "SIP OPTIONS",
    message: "no answer within 60 s",
    log: ["Unable to bind"],
  },
});
const back = (...names: string[]) =>
  aStep("put_back", { components: names.map((n) => aDeed(n, "put back")) });

describe("judge", () => {
  it("calls a deploy deployed where both hosts committed", () => {
    const verdict = judge([
      steps(APP, ...whole),
      steps(VOICE, aStep("stage"), aStep("apply"), aStep("commit")),
    ]);
    expect(verdict).toMatchObject({ outcome: "deployed", failure: null });
    expect(verdict.reason).toContain("nginx restarted");
    expect(verdict.components).toMatchObject([{ host: APP, name: "nginx", action: "restarted" }]);
  });

  it("calls it rolled-back where both hosts were put back, and says what failed", () => {
    const verdict = judge([
      steps(APP, aStep("stage"), whole[1] ?? aStep("apply"), back("nginx")),
      steps(VOICE, aStep("stage"), failedApply, back("asterisk")),
    ]);
    expect(verdict.outcome).toBe("rolled-back");
    expect(verdict.failure).toEqual({
      host: VOICE,
      step: "apply",
      component: "asterisk",
      probe: "SIP OPTIONS",
      message: "no answer within 60 s",
      log: ["Unable to bind"],
    });
    expect(verdict.components.map(({ name, action }) => `${name} ${action}`)).toEqual([
      "nginx put back",
      "asterisk put back",
    ]);
  });

  it("calls a commit that failed rolled-back too", () => {
    const commit = aStep("commit", { ok: false, status: "failed", message: "nginx fell ill" });
    const voice = steps(VOICE, aStep("stage"), aStep("apply"), back());
    const app = steps(APP, aStep("stage"), whole[1] ?? aStep("apply"), commit, back("nginx"));
    expect(judge([app, voice]).outcome).toBe("rolled-back");
  });

  it("calls it rollback-failed where a host could not be put back", () => {
    const stuck = aStep("put_back", {
      ok: false,
      status: "rollback-failed",
      message: "omlapp a is sick on b's schema",
    });
    const verdict = judge([
      steps(APP, aStep("stage"), failedApply, stuck),
      steps(VOICE, aStep("stage"), back()),
    ]);
    expect(verdict.outcome).toBe("rollback-failed");
    expect(verdict.reason).toContain("omlapp a is sick on b's schema.");
  });

  it("calls a first install that failed, failed", () => {
    const verdict = judge([
      steps(APP, aStep("stage"), failedApply, aStep("put_back")),
      steps(VOICE, aStep("stage"), aStep("put_back")),
    ]);
    expect(verdict.outcome).toBe("failed");
    expect(verdict.reason).toContain("left for inspection");
  });

  it.each([
    ["busy", "postponed"],
    ["refused", "refused"],
    ["failed", "failed"],
  ] as const)("takes a stage that was %s for %s", (status, outcome) => {
    const stage = aStep("stage", { ok: false, status, message: "no room on /" });
    const verdict = judge([steps(APP, stage), steps(VOICE, aStep("stage"), back())]);
    expect(verdict).toMatchObject({ outcome, failure: { host: APP, step: "stage" } });
  });

  it("calls calls that came up on the way postponed", () => {
    const busy = aStep("apply", { ok: false, status: "busy", message: "2 calls are up" });
    const app = steps(APP, aStep("stage"), whole[1] ?? aStep("apply"), back("nginx"));
    const verdict = judge([app, steps(VOICE, aStep("stage"), busy, back())]);
    expect(verdict.outcome).toBe("postponed");
    expect(verdict.reason).toContain("Before that nginx had been changed, and what ran before runs again.");
  });

  it("says what calls that came up on the way cannot undo", () => {
    const busy = aStep("apply", { ok: false, status: "busy", message: "2 calls are up" });
    const migrated = aStep("apply", { components: [aDeed("omnileads", "restarted")] });
    const app = steps(APP, aStep("stage"), migrated, back("omnileads"));
    const verdict = judge([app, steps(VOICE, aStep("stage"), busy, back())]);
    expect(verdict.reason).toContain("the database keeps the migrations it has had");
  });

  it.each([
    ["interrupted", steps(VOICE, aStep("stage"))],
    ["interrupted", { ...steps(VOICE, aStep("stage")), broken: "MODULE FAILURE" }],
    ["unreachable", { ...steps(VOICE, aStep("stage")), unreachable: "Connection timed out" }],
  ] as const)("never takes silence for success: %s", (outcome, voice) => {
    expect(judge([steps(APP, ...whole), voice]).outcome).toBe(outcome);
    expect(exitCode(judge([steps(APP, ...whole), voice]).outcome)).toBe(1);
  });

  it.each([
    ["interrupted", steps(VOICE, aStep("stage"), failedApply)],
    ["unreachable", { ...steps(VOICE, aStep("stage"), failedApply), unreachable: "Connection timed out" }],
  ] as const)("says %s where a host did not say that it was put back", (outcome, voice) => {
    const verdict = judge([steps(APP, aStep("stage"), back()), voice]);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reason).toContain(VOICE);
  });

  it("says nothing was changed where not even the first step could be done", () => {
    const verdict = judge([{ ...steps(APP), broken: "MODULE FAILURE" }, steps(VOICE)]);
    expect(verdict).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("Nothing was changed"),
    });
  });
});

describe("findNotPutBack", () => {
  it.each([
    [
      "where a step failed, all that were staged",
      [steps(APP, aStep("stage")), steps(VOICE, aStep("stage"), failedApply)],
      [APP, VOICE],
    ],
    ["nobody where everything went well", [steps(APP, ...whole)], []],
    [
      "only those that did not say so",
      [steps(APP, aStep("stage"), back()), steps(VOICE, aStep("stage"), failedApply)],
      [VOICE],
    ],
    ["nobody where nothing was staged", [steps(APP, aStep("stage", { ok: false, status: "refused" }))], []],
  ])("names %s", (_, hosts, names) => {
    expect(findNotPutBack(hosts)).toEqual(names);
  });
});
