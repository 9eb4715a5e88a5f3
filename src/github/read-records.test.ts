/** Records read back from the stand-in, among what else a repository holds. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { addressOf, COMMIT, names, record, RecordedFleet, value } from "../../tests/github/recorded-runs.ts";
import { startGitHub, type StandIn } from "../../tests/github/server.ts";
import { readRecords } from "./read-records.ts";
import { closeRun, openRun } from "./write-records.ts";

let standIn: StandIn;
let fleet: RecordedFleet;
beforeEach(async () => {
  standIn = await startGitHub();
  fleet = new RecordedFleet(standIn);
});
afterEach(() => standIn.close());

test("the latest of each tenant, out of both forms and many pages; older ones behind it", async () => {
  await fleet.run({ tenants: names(60), outcome: "deployed" });
  await fleet.run({ tenants: names(35), outcome: "postponed" });
  await fleet.run({ tenants: names(2), outcome: "rolled-back", isWhole: false });
  const { latest, records } = await fleet.read(names(60));
  const outcomes = [...Map.groupBy(latest.values(), ({ outcome }) => outcome)].map(([o, all]) => [
    o,
    all.length,
  ]);
  expect(Object.fromEntries(outcomes)).toEqual({ "rolled-back": 2, postponed: 33, deployed: 25 });
  const first = records.filter(({ tenant }) => tenant === "tenant-1").map(({ outcome }) => outcome);
  expect(first).toEqual(["rolled-back", "postponed", "deployed"]);
  expect(standIn.log.filter(({ path }) => path.endsWith("/deployments")).length).toBeGreaterThan(2);
});

test("a slow run that writes last does not hide a later deploy", async () => {
  await fleet.run({ tenants: names(1), outcome: "rolled-back", finished: "2026-03-01T12:00:00.000Z" });
  await fleet.run({ tenants: names(1), outcome: "deployed", finished: "2026-03-01T11:00:00.000Z" });
  expect((await fleet.read(names(1))).latest.get("tenant-1")?.outcome).toBe("rolled-back");
});

test("no more pages than are needed", async () => {
  await fleet.run({ tenants: names(40), outcome: "deployed" });
  for (let index = 0; index < 5; index += 1) await fleet.run({ tenants: ["tenant-1"], outcome: "deployed" });
  const before = standIn.log.length;
  await fleet.read(["tenant-1"]);
  expect(standIn.log.slice(before).filter(({ path }) => path.endsWith("/deployments"))).toHaveLength(1);
});

test("the last full success: of a whole run, though later ones failed or took a part only", async () => {
  await fleet.run({ tenants: names(2), outcome: "deployed", commit: "a".repeat(40) });
  await fleet.run({ tenants: names(2), outcome: "deployed", commit: "b".repeat(40) });
  await fleet.run({ tenants: names(2), outcome: "failed", commit: "d".repeat(40) });
  await fleet.run({ tenants: names(1), outcome: "deployed", commit: "e".repeat(40), isWhole: false });
  expect((await fleet.read(names(2))).since).toBe("b".repeat(40));
});

test("a run that ended without a word: interrupted, where nothing newer is known", async () => {
  await fleet.run({ tenants: names(3), outcome: "deployed" });
  const lost = await fleet.run({ tenants: names(3), outcome: "deployed", isClosed: false });
  await fleet.run({ tenants: ["tenant-1"], outcome: "deployed", isWhole: false });
  fleet.end(lost);
  const { latest } = await fleet.read(names(3));
  expect(names(3).map((name) => latest.get(name)?.outcome)).toEqual([
    "deployed",
    "interrupted",
    "interrupted",
  ]);
  expect(latest.get("tenant-2")).toMatchObject({ run: addressOf(lost), commit: COMMIT, release: "" });
});

test("one that still runs, and the one that reads, are not interrupted", async () => {
  await fleet.run({ tenants: names(1), outcome: "deployed" });
  await fleet.run({ tenants: names(2), outcome: "deployed" });
  await fleet.run({ tenants: names(1), outcome: "deployed", isClosed: false });
  const own = await fleet.run({ tenants: names(2), outcome: "deployed", isClosed: false });
  fleet.end(own);
  const { latest, underWay } = await fleet.read(names(2), own);
  expect(latest.get("tenant-1")?.outcome).toBe("deployed");
  expect([...underWay]).toEqual(["tenant-1"]);
});

test("a run that GitHub has deleted since has ended", async () => {
  await fleet.run({ tenants: names(1), outcome: "deployed", isClosed: false });
  standIn.repository.runs.splice(0);
  expect((await fleet.read(names(1))).latest.get("tenant-1")?.outcome).toBe("interrupted");
});

test("a closed run that kept no record of a tenant says that nothing is wrong with it", async () => {
  await fleet.run({ tenants: names(1), outcome: "deployed" });
  const lost = await fleet.run({ tenants: names(1), outcome: "deployed", isClosed: false });
  fleet.end(lost);
  const quiet = { run: addressOf(9), commit: COMMIT, isWhole: true, tenants: names(1) };
  const id = value(await openRun(fleet.github, quiet));
  value(await closeRun(fleet.github, id, { state: "success", description: "", run: addressOf(9) }));
  expect((await fleet.read(names(1))).latest.get("tenant-1")?.outcome).toBe("deployed");
});

test("what others made is not believed", async () => {
  await fleet.run({ tenants: ["acme"], outcome: "deployed" });
  const { repository } = standIn;
  const [, real] = repository.deployments;
  const forged = { format: 1, kind: "tenant", record: { ...record("acme", "rolled-back", 1) } };
  repository.addDeployment({ task: "deploy", environment: "production", payload: forged });
  const other = { task: "oml-deploy", environment: "oml/acme", author: "someone" };
  const { id } = repository.addDeployment({ ...other, payload: forged });
  const { latest, notes } = await fleet.read(["acme"]);
  expect(latest.get("acme")?.outcome).toBe("deployed");
  expect(notes).toEqual([`deployment ${id} was made by someone, not by github-actions[bot]: skipped`]);
  expect(real?.environment).toBe("oml/acme");
});

test.each([
  ["nothing", {}],
  ["text", "hello"],
  ["another version", { format: 2, kind: "tenant", record: record("acme", "failed", 1) }],
  ["a name that is none", { format: 1, kind: "tenant", record: record("../x", "failed", 1) }],
  [
    "an outcome that is none",
    { format: 1, kind: "tenant", record: { ...record("acme", "failed", 1), outcome: "fine" } },
  ],
  [
    "an address that is none",
    { format: 1, kind: "tenant", record: { ...record("acme", "failed", 1), run: "javascript:1" } },
  ],
  [
    "a wave whose tables are empty",
    {
      format: 1,
      kind: "wave",
      texts: [],
      images: [],
      tenants: [["acme", "failed", "", 0, 0, 0, 0, 0, 0, 0]],
    },
  ],
  ["a wave of something else", { format: 1, kind: "wave", texts: [], images: [], tenants: [7] }],
])("a payload that is broken is skipped, and said: %s", async (_name, payload) => {
  await fleet.run({ tenants: ["acme"], outcome: "deployed" });
  const { id } = standIn.repository.addDeployment({ task: "oml-deploy", environment: "oml/acme", payload });
  const { latest, notes } = await fleet.read(["acme"]);
  expect(latest.get("acme")?.outcome).toBe("deployed");
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(new RegExp(`^deployment ${id} holds no record: .*: skipped$`));
});

test("a payload that GitHub returns as text is read all the same", async () => {
  const payload = JSON.stringify({ format: 1, kind: "tenant", record: record("acme", "postponed", 1) });
  standIn.repository.addDeployment({ task: "oml-deploy", environment: "oml/acme", payload });
  expect((await fleet.read(["acme"])).latest.get("acme")).toEqual(record("acme", "postponed", 1));
});

test("half a list is none", async () => {
  await fleet.run({ tenants: names(40), outcome: "deployed" });
  standIn.fail({ path: /deployments\?.*page=2/, times: 9, status: 502, body: "" });
  expect(await readRecords(fleet.github, { tenants: names(41) })).toMatchObject({
    ok: false,
    fault: "unavailable",
  });
});
