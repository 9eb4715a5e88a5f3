import { expect, it } from "vitest";
import type { Outcome } from "./outcome.ts";
import { remindersOf } from "./reminder.ts";

const [lock, inventory] = ["demo/images.lock.json", "demo/inventory.yml"];
const source = { commit: "c".repeat(40), unreviewed: "outage" };
const found = { ok: true, source, edited: [lock], deployed: [inventory, lock] } as const;
const keep = (...paths: readonly string[]): string => {
  const files = paths.map((path) => `':/${path}'`).join(" ");
  return `git -C /i add -f -- ${files} && git -C /i commit -m 'Deploy demo (outage)' -- ${files}`;
};
const drop = `to drop it: git -C /i add -f -- ':/${lock}' && git -C /i restore --staged --worktree --source=HEAD -- ':/${lock}'`;
const remind = (
  outcome: Outcome,
  transaction: number | null,
  from: Parameters<typeof remindersOf>[0] = found,
) => remindersOf(from, { outcome, transaction }, { directory: "/i", message: "Deploy demo (outage)" });

it.each<Outcome>(["deployed", "unchanged"])("%s: names all that runs and is not committed", (outcome) => {
  expect(remind(outcome, 7)).toEqual([`what was deployed is not committed yet: ${keep(inventory, lock)}`]);
});

it.each<[Outcome, number | null]>([
  ["rolled-back", 7],
  ["refused", 7],
  ["postponed", 7],
  ["unreachable", null],
  ["interrupted", null],
])("%s (transaction %s): tells of its own edit, which runs nowhere", (outcome, transaction) => {
  expect(remind(outcome, transaction)).toEqual([
    `the edit was not deployed; to keep it: ${keep(lock)}`,
    drop,
  ]);
});

it.each<Outcome>(["interrupted", "unreachable", "rollback-failed", "failed"])(
  "%s in a transaction: does not say that nothing was deployed",
  (outcome) => {
    expect(remind(outcome, 7)).toEqual([
      `it is not known whether what is not committed yet was deployed; to keep it: ${keep(inventory, lock)}`,
      drop,
    ]);
    const [only, ...others] = remind(outcome, 7, { ...found, edited: [] });
    expect(only).toContain(inventory);
    expect(others).toEqual([]);
  },
);

it("says nothing where all is committed, or where what a person wrote was not deployed", () => {
  expect(remind("deployed", 7, { ...found, edited: [], deployed: [] })).toEqual([]);
  expect(remind("rolled-back", 7, { ...found, edited: [] })).toEqual([]);
});

it("tells of the edit whose source is refused", () => {
  expect(remind("refused", null, { ok: false, message: "", edited: [lock] })).toEqual([
    `the edit was not deployed; to keep it: ${keep(lock)}`,
    drop,
  ]);
});
