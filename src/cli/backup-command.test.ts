import { expect, test } from "vitest";
import { APP } from "../backup/play.ts";
import { READ_LONGEST_AGO } from "../backup/set.ts";
import { TASK } from "../backup/task-testing.ts";
import type { Proof } from "../backup/take.ts";
import { end, event, recorded } from "../deploy/testing-edges.ts";
import { prover } from "./backup-command.ts";
import type { Options } from "./options.ts";

const OPTIONS: Options = { switches: new Set(), format: "json", lang: "en", paths: [] };

/** What the bucket holds of a set; a reading of it ended well or not, or there was none. */
function stored(set: string, finished: number, isWhole?: boolean, purpose = "") {
  const shared = ["tenant:acme", `set:${set}`];
  const manifest = ["part:manifest", `finished:${String(finished)}`, `purpose:${purpose}`];
  const reading = ["part:verified", `at:${String(finished)}`, `ok:${isWhole ? "yes" : "no"}`];
  const all = isWhole === undefined ? [manifest] : [manifest, reading];
  return all.map((tags) => ({ id: "1f2e", tags: [...shared, ...tags] }));
}

const BAD = stored("bad", 5000, false);
const UNREAD = stored("unread", 4000);
const BEFORE = stored("before", 3000, true, "restore");
const WHOLE = stored("whole", 2000, true, "deploy");
const OLD = stored("old", 1000, true);

const TOLD = { format: 1, set: "S", ok: true, status: "done", message: "Done." };
const list = (snapshots: readonly object[]) => end(event(APP, { ...TOLD, backup: "list", snapshots }));
const proved = (proof: Proof) => end(event(APP, { ...TOLD, backup: proof }));

test.each([
  ["drill", "whole"],
  ["verify", "bad"],
] as const)("%s without a set takes %s: what a restore would take, or the newest", async (proof, set) => {
  const edges = recorded(list([...BAD, ...UNREAD, ...BEFORE, ...WHOLE, ...OLD]), proved(proof));
  await prover(proof, OPTIONS)(TASK, edges);
  expect(edges.plays.at(-1)?.variables).toMatchObject({ oml_set: set, oml_operation: proof });
});

test("the set whose last reading is the longest ago is read again where that is asked for", async () => {
  const edges = recorded(list([...BAD, ...UNREAD, ...OLD]), proved("verify"));
  await prover("verify", { ...OPTIONS, set: READ_LONGEST_AGO })(TASK, edges);
  expect(edges.plays.at(-1)?.variables).toMatchObject({ oml_set: "unread" });
});

test.each(["verify", "drill"] as const)("%s takes the set that is named, whatever it is", async (proof) => {
  const edges = recorded(proved(proof));
  await prover(proof, { ...OPTIONS, set: "bad" })(TASK, edges);
  expect(edges.plays).toMatchObject([{ variables: { oml_set: "bad" } }]);
});

test.each([
  ["verify", "nothing", [], "There is no set of acme."],
  ["drill", "nothing", [], "There is no set of acme."],
  [
    "drill",
    "nothing whole",
    [...BAD, ...UNREAD, ...BEFORE],
    "No set of acme that a restore would take was read back whole.",
  ],
] as const)(
  "%s where there is %s is refused, and it is said what to do",
  async (proof, _, snapshots, words) => {
    const edges = recorded(list(snapshots));
    expect(await prover(proof, OPTIONS)(TASK, edges)).toMatchObject({
      outcome: "refused",
      reason: `${words} Take one: oml backup --tenant acme`,
    });
  },
);
