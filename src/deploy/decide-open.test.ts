import { describe, expect, it } from "vitest";
import type { Answer } from "./answer.ts";
import { decide, type Situation } from "./decide.ts";
import { aComponentAnswer, aJournal, APP, aSituation, IDLE, NO_WISHES, RELEASE, VOICE } from "./testing.ts";
import type { VoiceChanges } from "./voice.ts";

const journal = aJournal();

describe("an open transaction", () => {
  it.each(["applying", "committing"])("of this release (%s) goes on under its own name", (state) => {
    const open = { ...journal, state };
    const lock = { step: "apply", transaction: 17, by: "ann", since: 1 };
    const situation = aSituation({ journal: open, lock, last_transaction: 17 }, { last_transaction: 16 });
    expect(decide(situation)).toMatchObject({
      kind: "deploy",
      resumes: true,
      targets: [APP, VOICE].map((host) => ({ host, transaction: 17, token: "open-token" })),
    });
  });

  it("that was only staged is begun anew, with all that goes before", () => {
    const staged = { ...journal, state: "staged" };
    const step = { step: "stage", transaction: 17, by: "ann", since: 1 };
    expect(decide(aSituation({ journal: staged, lock: step }))).toMatchObject({ kind: "wait" });
    expect(decide(aSituation({ journal: staged }, { journal: staged })).kind).toBe("put-back");
    const app = { journal: staged, last_transaction: 17 };
    expect(decide(aSituation(app, { journal }))).toMatchObject({ kind: "deploy", resumes: true });
  });

  it("of another release is put back once no call is up that this would cut, unless something is ill", () => {
    const other = { ...journal, same: false };
    const decideWith = (rest: Partial<Situation>, state = "applying", app: Partial<Answer> = {}) =>
      decide(aSituation(app, { journal: { ...other, state }, calls: { count: 2, detail: "" } }, rest)).kind;
    const waiting: VoiceChanges = { ...IDLE, wait: 60 };
    expect(decideWith({})).toBe("postponed");
    expect(decideWith({ voice: waiting })).toBe("calls-up");
    expect(decideWith({ wishes: { ...NO_WISHES, now: true } })).toBe("put-back");
    expect(decideWith({}, "staged")).toBe("put-back");
    expect(decideWith({}, "applying", { components: [aComponentAnswer({ healthy: false })] })).toBe(
      "put-back",
    );
  });

  it.each([
    ["of another release", { journal: { ...journal, same: false } }, {}],
    ["that was being put back", { journal: { ...journal, state: "putting-back" } }, {}],
    ["that a newer one has overtaken", { journal }, { last_transaction: 18 }],
    ["that the other host has put back already", { journal }, { last_transaction: 17 }],
    ["that is not the other host's", { journal }, { journal: { ...journal, transaction: 16, token: "t" } }],
  ])("%s is put back first", (_, app, voice) => {
    const decision = decide(aSituation(app, voice));
    expect(decision.kind).toBe("put-back");
    expect(decision.kind === "put-back" && decision.targets[0]).toEqual({
      host: APP,
      transaction: 17,
      token: "open-token",
    });
  });

  it("is put back on the hosts that have it, each under its own number", () => {
    const other = { ...journal, transaction: 15, token: "old", same: false };
    expect(decide(aSituation({}, { journal: other }))).toEqual({
      kind: "put-back",
      targets: [{ host: VOICE, transaction: 15, token: "old" }],
    });
  });

  it("whose put-back was cut short is put back to its end", () => {
    const decision = decide(aSituation({ journal: { ...journal, state: "putting-back" } }));
    expect(decision).toMatchObject({ kind: "put-back" });
  });

  it("of another release that is at work is waited for, and its owner named", () => {
    const lock = { step: "apply", transaction: 17, by: "ann", since: 1 };
    expect(decide(aSituation({ journal: { ...journal, same: false }, lock }))).toEqual({
      kind: "wait",
      host: APP,
      ...lock,
    });
  });
});

describe("a transaction that one host has committed", () => {
  it("is followed on the other", () => {
    const app = {
      last_transaction: 17,
      committed: { transaction: 17, release: RELEASE, source: null, schema: null },
    };
    expect(decide(aSituation(app, { journal }))).toMatchObject({ kind: "deploy", resumes: true });
  });
});
