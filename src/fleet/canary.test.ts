import { describe, expect, test } from "vitest";
import { findBlocked, findBlockedFor, sayBlocked, type Blocked, type Canary } from "./canary.ts";
import { commit, digest, record, result, running, TOOLKIT } from "./testing.ts";

const [OLD, NEW] = [digest("a"), digest("b")];
const DUE = { toolkit: TOOLKIT, merges: [], isPartial: false };
const due = { asterisk: NEW, nginx: OLD };
const before = record("one", "deployed", { images: { asterisk: OLD, nginx: OLD } });
const healthy = (tenant = "one") => result(tenant, "deployed", { components: running(due) });

/** What is blocked, by component, in words. */
function blocked(...canaries: readonly Canary[]): readonly string[] {
  return findBlocked(canaries, DUE).map((item) => `${nameOf(item)}: ${item.because}`);
}

function nameOf(item: Blocked): string {
  if (item.kind === "image") return `${item.component} ${item.digest.slice(-3)}`;
  return `${item.kind} ${item.commit.slice(-3)}`;
}

const one: Canary = { tenant: "one", images: due, before };
const two: Canary = { ...one, tenant: "two" };

describe("a component that is due at the canaries", () => {
  test("goes on once one runs it healthy", () => {
    expect(blocked({ ...one, result: healthy() })).toEqual([]);
    expect(blocked({ ...one, result: healthy() }, { ...two, result: result("two", "unreachable") })).toEqual(
      [],
    );
  });

  test.each(["postponed", "unreachable", "interrupted", "superseded", "refused"] as const)(
    "waits where its only canary ended %s; what ran there before goes on",
    (outcome) => {
      expect(blocked({ ...one, result: result("one", outcome) })).toEqual([
        `asterisk bbb: no canary runs it yet: one (${outcome})`,
      ]);
    },
  );

  test.each(["rolled-back", "rollback-failed", "failed"] as const)(
    "waits where one canary ended %s, though another runs it",
    (outcome) => {
      const sick = { ...two, result: result("two", outcome) };
      expect(blocked({ ...one, result: healthy() }, sick)).toEqual([
        `asterisk bbb: it did no good at two (${outcome})`,
      ]);
    },
  );

  test("stays blocked by a canary that holds it from an earlier run and takes no part in this one", () => {
    const held = record("one", "rolled-back", { images: { asterisk: OLD, nginx: OLD } });
    expect(blocked({ ...one, before: held })).toEqual(["asterisk bbb: it did no good at one (rolled-back)"]);
  });

  test("may go on where a canary's record tells that it runs it", () => {
    expect(blocked({ ...one, before: record("one", "unchanged", { images: due }) })).toEqual([]);
  });

  test("is not proved by a canary that is left broken with it", () => {
    const broken = record("one", "failed", { images: due });
    expect(blocked({ ...one, before: broken }).map((text) => text.slice(0, 8))).toEqual([
      "asterisk",
      "nginx aa",
    ]);
  });

  test("that ran healthy is blocked when it is what fails now", () => {
    const failure = {
      host: "omnileads-voice",
      step: "apply",
      component: "asterisk",
      probe: null,
      message: "",
      log: [],
    } as const;
    const fallen = result("one", "failed", { failure });
    expect(blocked({ ...one, before: record("one", "unchanged", { images: due }), result: fallen })).toEqual([
      "asterisk bbb: it did no good at one (failed)",
    ]);
  });

  test("is nobody's concern in a fleet without canaries", () => expect(blocked()).toEqual([]));

  test("waits at a canary that was never deployed", () => {
    expect(blocked({ tenant: "one", images: { redis: NEW } })).toEqual([
      `toolkit ${TOOLKIT.slice(-3)}: no canary runs it yet: one (never deployed)`,
      "redis bbb: no canary runs it yet: one (never deployed)",
    ]);
  });
});

describe("the toolkit", () => {
  const elder = { ...before, toolkit: commit(6) };
  test("waits for a canary as images do", () => {
    const canary = { ...one, images: {}, before: elder };
    expect(blocked({ ...canary, result: result("one", "postponed") })).toHaveLength(1);
    expect(blocked({ ...canary, result: result("one", "rolled-back") })).toHaveLength(1);
    expect(blocked({ ...canary, result: result("one", "unchanged") })).toEqual([]);
  });
});

describe("a merge that changed a canary", () => {
  const merge = { commit: commit(4), waiting: ["one", "late"], proved: [] };
  const canary = { ...one, images: {} };
  const find = (
    canaries: readonly Canary[],
    change: Partial<typeof merge> | { proved: string[] } = {},
    isPartial = false,
  ) => findBlocked(canaries, { ...DUE, isPartial, merges: [{ ...merge, ...change }] });

  test.each([
    ["deployed", undefined],
    ["unchanged", undefined],
    ["rolled-back", "it did no good at one (rolled-back)"],
    ["failed", "it did no good at one (failed)"],
    ["unreachable", "no canary runs it yet: one (unreachable)"],
    ["postponed", "no canary runs it yet: one (postponed)"],
  ] as const)("where that ended %s is blocked: %s", (outcome, because) => {
    const item = find([{ ...canary, result: result("one", outcome) }]).find(({ kind }) => kind === "merge");
    expect(item?.because).toBe(because);
  });

  test("is not proved by a deploy of one component, or a check", () => {
    const deployed = { ...canary, result: result("one", "deployed") };
    expect(find([deployed], {}, true)).toMatchObject([{ because: "no canary runs it yet: one (deployed)" }]);
  });

  test("stays blocked while a canary holds it, though another runs it or nobody takes part", () => {
    const held = { ...canary, before: record("one", "rolled-back") };
    const because = "it did no good at one (rolled-back)";
    expect(find([held])).toMatchObject([{ because }]);
    expect(find([held, { ...canary, tenant: "two" }], { proved: ["two"] })).toMatchObject([{ because }]);
  });

  test("goes on once one canary runs it, whatever becomes of one that was not changed", () => {
    const silent = { ...canary, result: result("one", "unreachable") };
    const other = { ...canary, tenant: "three", result: result("three", "rolled-back") };
    const blocked = find([silent, { ...canary, tenant: "two" }, other], { proved: ["two"] });
    expect(blocked.filter(({ kind }) => kind === "merge")).toEqual([]);
  });

  test("keeps those waiting whom it changed, and nobody else", () => {
    const [item] = find([{ ...canary, before: record("one", "rolled-back") }]);
    const blocked = item === undefined ? [] : [item];
    expect(findBlockedFor({ tenant: "late", images: {} }, blocked)).toBe(item);
    expect(findBlockedFor({ tenant: "other", images: {} }, blocked)).toBeUndefined();
    expect(item && sayBlocked(item)).toBe(
      "It would take what merge 00000000 changed, and it did no good at one (rolled-back); nothing was touched. The run after a canary runs it healthy does it.",
    );
  });
});

describe("a tenant of a later wave", () => {
  const found = findBlocked([{ ...one, result: result("one", "rolled-back") }], DUE);
  const late = { tenant: "late", images: { asterisk: NEW } };
  const record2 = record("late", "unchanged", { images: { asterisk: OLD } });

  test("waits where it would take what is blocked", () => {
    const because = findBlockedFor({ ...late, before: record2 }, found);
    expect(because && sayBlocked(because)).toBe(
      "It would take asterisk bbbbbbbb, and it did no good at one (rolled-back); nothing was touched. The run after a canary runs it healthy does it.",
    );
  });

  test.each([
    ["takes another version", { asterisk: digest("c") }, record2],
    ["runs it already", { asterisk: NEW }, { ...record2, images: { asterisk: NEW } }],
    ["has no such component", {}, record2],
  ])("goes on where it %s", (_name, images, latest) => {
    expect(findBlockedFor({ ...late, images, before: latest }, found)).toBeUndefined();
  });

  test("waits for the toolkit unless it was deployed with it", () => {
    const [toolkit] = findBlocked([{ tenant: "one", images: {} }], DUE);
    const list = toolkit ? [toolkit] : [];
    const elder = record("late", "deployed", { toolkit: commit(6) });
    expect(findBlockedFor({ ...late, before: record("late", "deployed") }, list)).toBeUndefined();
    expect(findBlockedFor({ ...late, before: elder }, list)).toBe(toolkit);
    expect(findBlockedFor(late, list)).toBe(toolkit);
    expect(toolkit && sayBlocked(toolkit)).toContain(
      "It would take toolkit 00000000, and no canary runs it yet",
    );
  });
});
