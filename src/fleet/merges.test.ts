import { describe, expect, test } from "vitest";
import { findBases, findDueMerges, type Merge, type MergeQuestion } from "./merges.ts";
import { commit, member } from "./testing.ts";

const inventory = (name: string): string => `instances/${name}/inventory.yml`;
const merge = (number: number, ...names: readonly string[]): Merge => ({
  commit: commit(number),
  files: ["docs/x.md", ...names.map(inventory)],
});

/** A fleet of two canaries and two others at commit 9, each with the commit it settled at; null: without a record. */
function fleet(
  settled: Readonly<Record<string, number | null>>,
  merges: readonly Merge[],
  change: Partial<MergeQuestion> = {},
) {
  const at = { one: 1, two: 1, late: 1, last: 1, ...settled };
  const entries = Object.entries(at).flatMap(([name, number]) =>
    number === null ? [] : [[name, { settled: commit(number) }] as const],
  );
  const since = (number: number) => ({
    commit: commit(number),
    isAncestor: true,
    files: merges.filter((each) => each.commit > commit(number)).flatMap(({ files }) => files ?? []),
  });
  const question: MergeQuestion = {
    tenants: [member("one", 1), member("two", 1), member("late", 2), member("last", 4)],
    records: new Map(entries),
    since: since(1),
    sinceRecord: new Map(entries.map(([, { settled: each }]) => [each, since(Number(each))])),
    prefix: "instances/",
    ...change,
  };
  const listed = new Map(
    findBases(question).map((base) => [base, merges.filter((each) => each.commit > (base ?? ""))] as const),
  );
  return { bases: findBases(question), due: findDueMerges(question, listed, commit(9)) };
}

describe("a merge that changed a canary and a later tenant", () => {
  test("is due until the canary runs it; a merge of the tenant alone is not", () => {
    const merges = [merge(5, "late"), merge(4, "one", "late"), merge(2, "last")];
    expect(fleet({}, merges)).toEqual({
      bases: [commit(1)],
      due: [{ commit: commit(4), waiting: ["one", "late"], proved: [] }],
    });
    expect(fleet({ one: 4 }, merges)).toEqual({ bases: [], due: [] });
    expect(fleet({ one: 6 }, merges).due).toEqual([]);
  });

  test("is proved by the canaries that ran since, and waits nowhere it runs", () => {
    const merges = [merge(4, "one", "two", "late", "last")];
    expect(fleet({ two: 5, last: 4 }, [merge(5), ...merges]).due).toEqual([
      { commit: commit(4), waiting: ["one", "late"], proved: ["two"] },
    ]);
  });

  test("is nobody's concern once a later merge took it back at the canary", () => {
    const merges = [merge(6, "one"), merge(4, "one", "late")];
    const back = { commit: commit(1), isAncestor: true, files: [inventory("late")] };
    const sinceRecord = new Map([[commit(1), back]]);
    expect(fleet({}, merges, { sinceRecord })).toEqual({ bases: [], due: [] });
  });

  test("does not hold a tenant to which a later merge gave back what it runs", () => {
    const merges = [merge(6, "late"), merge(4, "one", "late", "last")];
    const back = { commit: commit(1), isAncestor: true, files: [inventory("one"), inventory("last")] };
    const { due } = fleet({}, merges, { sinceRecord: new Map([[commit(1), back]]) });
    expect(due).toEqual([{ commit: commit(4), waiting: ["one", "last"], proved: [] }]);
  });
});

test("a canary without a record is looked at from the last full success on, or from the beginning", () => {
  const merges = [merge(4, "one", "late")];
  expect(fleet({ one: null }, merges)).toMatchObject({ bases: [commit(1)], due: [{ commit: commit(4) }] });
  const since = { commit: null, isAncestor: null, files: null };
  expect(fleet({ one: null }, merges, { since })).toMatchObject({
    bases: [null],
    due: [{ commit: commit(4) }],
  });
});

test("where git cannot list the merges, all that is at the tip counts as one of everybody", () => {
  const { due } = fleet({}, [{ commit: commit(4), files: null }], { sinceRecord: new Map() });
  expect(due).toEqual([{ commit: commit(4), waiting: ["one", "two", "late", "last"], proved: [] }]);
});
