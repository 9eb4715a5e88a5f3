/** Records written to the stand-in. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { addressOf, COMMIT, names, record, RecordedFleet } from "../../tests/github/recorded-runs.ts";
import { startGitHub, type StandIn } from "../../tests/github/server.ts";
import { writeRecords } from "./write-records.ts";

let standIn: StandIn;
let fleet: RecordedFleet;
beforeEach(async () => {
  standIn = await startGitHub();
  fleet = new RecordedFleet(standIn);
});
afterEach(() => standIn.close());

test.each([1, 4, 40, 41, 300])("%i tenants: within the bound of writes, and all read back", async (count) => {
  const tenants = names(count);
  await fleet.run({ tenants, outcome: "deployed" });
  expect(standIn.writes().length).toBeLessThanOrEqual(20 + (count <= 40 ? 2 * count : 0));
  const { latest, since, notes } = await fleet.read(tenants);
  expect([...latest.keys()].sort()).toEqual(tenants.toSorted());
  expect(latest.get("tenant-1")).toEqual(record("tenant-1", "deployed", 1));
  expect([since, notes]).toEqual([COMMIT, []]);
});

test("each tenant has an environment of its own, with the outcome in few words and the run's link", async () => {
  await fleet.run({ tenants: ["acme"], outcome: "rolled-back" });
  const made = standIn.repository.deployments.find(({ environment }) => environment === "oml/acme");
  expect(made).toMatchObject({ task: "oml-deploy", ref: COMMIT });
  const [status] = made?.statuses ?? [];
  expect(status).toMatchObject({ state: "failure", logUrl: addressOf(1) });
  expect(status?.description).toMatch(/^rolled-back: It ended rolled-back\. .{80,}…$/);
  expect(status?.description.length).toBeLessThanOrEqual(140);
});

test("a run says that it is in progress before it says anything else", async () => {
  await fleet.run({ tenants: ["acme"], outcome: "deployed", isClosed: false });
  const [opened] = standIn.repository.deployments;
  expect(opened).toMatchObject({ environment: "oml/fleet" });
  expect(opened?.statuses.map(({ state }) => state)).toEqual(["in_progress"]);
});

test("a token that may not write: told once, and the rest is not tried", async () => {
  standIn.fail({ times: 9, status: 403, body: { message: "Resource not accessible by integration" } });
  const records = names(3).map((tenant) => record(tenant, "deployed", 1));
  const written = await writeRecords(fleet.github, 1, records, {
    commit: COMMIT,
    run: addressOf(1),
    sizes: { 1: 3 },
  });
  expect(written).toMatchObject({ written: [], unwritten: names(3) });
  expect(written.troubles).toEqual([
    "oml/tenant-1: GitHub answered 403: Resource not accessible by integration",
  ]);
  expect(standIn.writes()).toHaveLength(1);
});

test("a state that cannot be written leaves the record, and is told", async () => {
  standIn.fail({ path: /statuses/, times: 9, status: 422, body: { message: "Validation Failed" } });
  const sizes = { 1: 1 };
  const records = [record("acme", "deployed", 1)];
  const written = await writeRecords(fleet.github, 1, records, { commit: COMMIT, run: addressOf(1), sizes });
  expect(written).toMatchObject({ written: ["acme"], unwritten: [] });
  expect(written.troubles).toEqual(["oml/acme: it has no state: GitHub answered 422: Validation Failed"]);
  expect((await fleet.read(["acme"])).latest.get("acme")?.outcome).toBe("deployed");
});
