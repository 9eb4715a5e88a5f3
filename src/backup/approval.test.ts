import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Environment } from "../github/ports.ts";
import { decideApproval, gateOf, type Approval, type ApprovalQuestion } from "./approval.ts";
import type { EndedRestore } from "./restore-record.ts";
import {
  codeKeyOf,
  codeOf,
  HOLDS,
  LATEST,
  peopleOf,
  typedCode,
  type People,
  type RestoreRequest,
} from "./restore-request.ts";

const NOW = Date.UTC(2027, 0, 4, 12);
const KEY = codeKeyOf("the key", "acme/fleet");
const SET = "20270104T020000Z-1f2e";
const person = (login: string, id = login): People =>
  peopleOf({ actor: login, triggeringActor: login, actorId: id });
const asked = (minutesAgo = 5) => new Date(NOW - minutesAgo * 60_000).toISOString();
const REQUEST: RestoreRequest = {
  ...{ tenant: "acme", mode: "restore", set: SET, now: false, people: person("Ann"), asked: asked() },
};
const CODE = codeOf(REQUEST, KEY);
const OPEN = { isGuarded: false, why: "nobody reviews" } as const;

const TYPED = { tenant: "acme", mode: "restore", set: SET, now: false, code: CODE } as const;

function question(given: Partial<ApprovalQuestion> = {}): ApprovalQuestion {
  const known = {
    asked: [REQUEST],
    ended: [],
    used: new Set<string>(),
    key: KEY,
    now: NOW,
    passed: NOW,
  } as const;
  return { typed: TYPED, people: person("bob"), approval: "two", gate: OPEN, ...known, ...given };
}

const decide = (given: Partial<ApprovalQuestion> = {}): Approval => decideApproval(question(given));

/** The sentence of a refusal. */
function refusal(given: Partial<ApprovalQuestion>): string {
  const approval = decide(given);
  return approval.kind === "refused" ? approval.sentence : approval.kind;
}

describe("the gate", () => {
  const rules = (value: Environment): Answer<Environment> => ({ ok: true, value });
  it.each([
    [
      "reviewers, none of whom approves a run of their own",
      rules({ reviewers: 1, isSelfReviewPrevented: true, isBypassPrevented: true }),
      "guarded",
    ],
    [
      "reviewers who may approve their own",
      rules({ reviewers: 6, isSelfReviewPrevented: false, isBypassPrevented: true }),
      "a run of one's own",
    ],
    [
      "reviewers whom administrators need not ask",
      rules({ reviewers: 1, isSelfReviewPrevented: true, isBypassPrevented: false }),
      "administrators may pass",
    ],
    [
      "no reviewers",
      rules({ reviewers: 0, isSelfReviewPrevented: true, isBypassPrevented: true }),
      "no required reviewers",
    ],
    [
      "no environment",
      { ok: false, fault: "not-found", message: "404" } as const,
      "no environment 'restore'",
    ],
    [
      "rules nobody may read",
      { ok: false, fault: "not-allowed", message: "403" } as const,
      "cannot be read (403)",
    ],
  ])("%s", (_name, answer, words) => {
    const gate = gateOf(answer);
    expect(gate.isGuarded ? "guarded" : gate.why).toContain(words);
  });

  it("that is guarded lets pass what was approved within the hour, code or none", () => {
    const typed = { ...TYPED, set: LATEST, code: "" };
    const given = { typed, gate: { isGuarded: true }, people: person("ann") } as const;
    expect(decide(given)).toMatchObject({
      kind: "restore",
      set: LATEST,
      why: expect.stringContaining("a reviewer"),
    });
    expect(decide({ ...given, passed: NOW - HOLDS })).toMatchObject({ kind: "restore" });
    expect(refusal({ ...given, passed: NOW - HOLDS - 1 })).toBe(
      "Nothing was done: an approval holds for an hour, and this run was approved before. Dispatch it again.",
    );
    expect(refusal({ ...given, passed: NaN })).toContain("nobody knows when");
  });

  it("that is open asks for a plan and a code", () => {
    expect(decide({ typed: { ...TYPED, code: "" } })).toEqual({ kind: "ask", why: "nobody reviews" });
  });
});

describe("an approval", () => {
  const end = (minutesAgo: number, given: Partial<EndedRestore> = {}): EndedRestore => ({
    ...{ kind: "ended", tenant: "acme", mode: "accept", outcome: "accepted", set: null, safety: null },
    ...{ downSeconds: null, seconds: 1, finished: asked(minutesAgo), reason: "So.", ...given },
  });

  it("is of the data that were there: what was done to them since ends it", () => {
    const gate = { gate: { isGuarded: true }, passed: NOW - 10 * 60_000, people: person("ann") } as const;
    expect(refusal({ ...gate, ended: [end(9)] })).toBe(
      "Nothing was done: acme was accepted after this run was approved. Dispatch it again.",
    );
    expect(refusal({ ended: [end(1, { mode: "restore", outcome: "restored" })] })).toContain(
      `acme was restored after the code ${CODE} was given`,
    );
    for (const other of [end(11), end(1, { outcome: "failed" }), end(1, { tenant: "demo" })]) {
      expect(decide({ ...gate, ended: [other] })).toMatchObject({ kind: "restore" });
      expect(decide({ ended: [other] })).toMatchObject({ kind: "restore" });
    }
  });
});

describe("the fleet's policy", () => {
  it("lets one person do it", () => {
    const typed = { ...TYPED, code: "" };
    expect(decide({ typed, approval: "one" })).toMatchObject({ kind: "restore", set: SET });
  });

  it.each(["one", "two"] as const)("takes no robot for a person, where it wants %s", (approval) => {
    for (const gate of [OPEN, { isGuarded: true } as const])
      expect(refusal({ approval, gate, people: person("github-actions[bot]") })).toBe(
        "Nothing was done: only a person starts a restore, and this run was started by github-actions[bot]. Dispatch the workflow restore yourself.",
      );
    expect(refusal({ approval, people: person("") })).toContain("nobody that GitHub names");
    const rerun = peopleOf({ actor: "bob", triggeringActor: "github-actions[bot]", actorId: "2" });
    expect(refusal({ approval, people: rerun })).toContain("github-actions[bot]");
  });
});

describe("a code", () => {
  it("lets another person restore what its plan shows", () => {
    const restored = { kind: "restore", set: SET, why: "ann asked for it, bob gave the code", code: CODE };
    expect(decide()).toEqual(restored);
    expect(decide({ typed: { ...TYPED, set: LATEST } })).toEqual(restored);
  });

  const unlike = (change: object) => refusal({ typed: { ...TYPED, ...change } });
  it.each([
    ["nobody was given", unlike({ code: "00000-00000" }), "nobody was given the code 00000-00000"],
    ["was used", refusal({ used: new Set([CODE]) }), "was used before"],
    ["is of another tenant", unlike({ tenant: "demo" }), "is for the tenant acme, not for demo"],
    ["is of another mode", unlike({ mode: "undo", set: null }), "is for the mode restore, not for undo"],
    ["is of another set", unlike({ set: "S" }), `is for the set ${SET}, not for S`],
    ["cuts no calls", unlike({ now: true }), "is for waiting for calls to end"],
    ["is one's own", refusal({ people: person("ANN", "9") }), "ann asked for it, and a second person has to"],
    ["is one's own under a new name", refusal({ people: person("eve", "Ann") }), "a second person has to"],
    ["is older than an hour", refusal({ now: NOW + HOLDS }), "held for an hour from 11:55 UTC"],
    ["was made elsewhere", refusal({ key: codeKeyOf("the key", "acme/other") }), "nobody was given the code"],
  ])("that %s restores nothing", (_name, sentence, words) => {
    expect(sentence).toMatch(/^Nothing was done: .*\. (Dispatch|Type|Let) .*\.$/);
    expect(sentence).toContain(words);
  });

  it("that cuts calls says so", () => {
    const request = { ...REQUEST, now: true };
    const typed = { ...TYPED, code: codeOf(request, KEY) };
    expect(refusal({ asked: [request], typed })).toContain("is for cutting calls (now)");
  });

  it("of a run that somebody ran again is neither's to use", () => {
    const people = peopleOf({ actor: "ann", triggeringActor: "bob", actorId: "1" });
    const request = { ...REQUEST, people };
    const typed = { ...TYPED, code: codeOf(request, KEY) };
    expect(refusal({ asked: [request], typed })).toContain("ann and bob asked for it");
    expect(decide({ asked: [request], typed, people: person("eve") })).toMatchObject({ kind: "restore" });
  });

  it("is read as people type it", () => {
    expect(typedCode(" 7q2ma 0xk4d ")).toBe("7Q2MA-0XK4D");
    expect(typedCode("IL-O")).toBe("110");
    expect(typedCode("")).toBe("");
    expect(CODE).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  });
});

/** Whatever is written into records, and typed: one person alone never restores, and nobody what was not shown. */
it("holds against everybody who has no key", () => {
  const people = fc.constantFrom("ann", "bob", "eve").map((login) => person(login));
  const request = fc.record({
    tenant: fc.constantFrom("acme", "demo"),
    mode: fc.constantFrom("restore", "undo", "accept"),
    set: fc.constantFrom(SET, "S", null),
    now: fc.boolean(),
    people,
    asked: fc.integer({ min: -5, max: 130 }).map((minutes) => asked(minutes)),
  });
  const typed = fc.record({
    tenant: fc.constantFrom("acme", "demo"),
    mode: fc.constantFrom("restore", "undo", "accept"),
    set: fc.constantFrom(SET, "S", LATEST, null),
    now: fc.boolean(),
  });
  const shown = fc.array(request, { minLength: 1, maxLength: 4 });
  const forged = fc.array(request, { maxLength: 4 });
  fc.assert(
    fc.property(shown, forged, typed, people, fc.nat(3), (real, false_, wish, who, pick) => {
      const given = real[pick % real.length] ?? REQUEST;
      const code = codeOf(given, KEY);
      const end = decide({ asked: [...false_, ...real], typed: { ...wish, code }, people: who });
      if (end.kind !== "restore") return;
      expect(given).toMatchObject({ tenant: wish.tenant, mode: wish.mode, now: wish.now, set: end.set });
      expect(given.people).not.toEqual(who);
      expect(NOW - Date.parse(given.asked)).toBeLessThanOrEqual(HOLDS);
    }),
  );
});
