/** Records of restores at the stand-in: read as they were written, and as what anybody may have written. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { clientOf } from "../../tests/github/client-of.ts";
import { startGitHub, type StandIn } from "../../tests/github/server.ts";
import type { AskedRestore, BegunRestore, EndedRestore } from "../backup/restore-record.ts";
import { gateOf } from "../backup/approval.ts";
import { readRestoreRecords, RESTORE_TASK, writeAsked, writeBegun, writeEnded } from "./restore-records.ts";

let github: StandIn;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const AT = { commit: "a".repeat(40), run: "https://github.example/acme/fleet/actions/runs/1" };
const SET = "20270104T020000Z-1f2e";
const wanted = { tenant: "acme", mode: "restore", set: SET, now: false } as const;
const people = { logins: ["ann"], id: "1" };
const ASKED: AskedRestore = {
  kind: "asked",
  request: { ...wanted, people, asked: "2027-01-04T12:00:00.000Z" },
};
const BEGUN: BegunRestore = { kind: "begun", ...wanted, by: ["bob"], why: "ann asked.", code: "7Q2MA-0XK4D" };
const ENDED: EndedRestore = {
  ...{ kind: "ended", tenant: "acme", mode: "restore", set: SET, outcome: "restored", safety: "S" },
  ...{ downSeconds: 2.5, seconds: 60, finished: "2027-01-04T12:10:00.000Z", reason: "It is back." },
};

const read = async () => {
  const answer = await readRestoreRecords(clientOf(github), Date.now());
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
};

test("what was asked, begun and ended is read as it was written", async () => {
  const client = clientOf(github);
  await writeAsked(client, ASKED, AT);
  const begun = await writeBegun(client, BEGUN, AT);
  const id = begun.ok ? begun.value : 0;
  expect((await read()).used).toEqual(new Set([BEGUN.code]));
  expect(await writeEnded(client, id, { ...ENDED, reason: "x".repeat(999) }, AT)).toMatchObject({ ok: true });
  const told = await read();
  expect(told).toMatchObject({
    asked: [ASKED.request],
    ended: [{ ...ENDED, reason: expect.stringMatching(/^x{299}…$/) }],
    notes: [],
  });
  const states = github.repository.deployments.map(({ statuses }) => statuses.at(-1)?.state);
  expect(states).toEqual(["inactive", "inactive", "success"]);
});

test("what others wrote, and what is no record, is skipped and said", async () => {
  const add = (payload: unknown, author = "github-actions[bot]") =>
    github.repository.addDeployment({ task: RESTORE_TASK, environment: "e", payload, author });
  add({ format: 1, ...ASKED }, "mallory");
  add({ format: 1, ...BEGUN, tenant: "../acme" });
  add({ format: 2, ...ENDED });
  const { notes, ...told } = await read();
  expect(told).toEqual({ asked: [], used: new Set(), ended: [] });
  expect(notes.toSorted()).toEqual([
    expect.stringContaining("was made by mallory"),
    expect.stringMatching(/holds no record: (tenant|format): /),
    expect.stringMatching(/holds no record: (tenant|format): /),
  ]);
});

test("a list that is no whole one is no list, and what cannot be written is said", async () => {
  for (let count = 0; count < 1250; count += 1)
    github.repository.addDeployment({ task: RESTORE_TASK, environment: "e", payload: {} });
  const answer = await readRestoreRecords(clientOf(github), Date.now());
  expect(answer).toMatchObject({ ok: false, message: expect.stringContaining("too many deployments") });
  github.fail({ method: "POST", path: /deployments$/, status: 403, body: { message: "Forbidden" } });
  expect(await writeBegun(clientOf(github), BEGUN, AT)).toMatchObject({ ok: false, fault: "not-allowed" });
});

test("the gate's rules are those of its environment", async () => {
  const gate = async () => gateOf(await clientOf(github).environment("restore"));
  expect(await gate()).toMatchObject({ isGuarded: false, why: "GitHub shows no environment 'restore'" });
  const environment = { name: "restore", branches: "all", reviewers: ["bob"] } as const;
  github.repository.environments.push({ ...environment, isSelfReviewPrevented: true });
  expect(await gate()).toEqual({ isGuarded: true });
  github.repository.environments.splice(0, 1, { ...environment, isSelfReviewPrevented: false });
  expect(await gate()).toMatchObject({ isGuarded: false });
  const passable = { ...environment, isSelfReviewPrevented: true, canAdminsBypass: true };
  github.repository.environments.splice(0, 1, passable);
  expect(await gate()).toMatchObject({ isGuarded: false });
  github.repository.environments.splice(0, 1, { ...environment, reviewers: [], isSelfReviewPrevented: true });
  expect(await gate()).toMatchObject({ why: "the environment 'restore' has no required reviewers" });
});
