import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HOUR, NOW, setOf, taken } from "../backup/record-testing.ts";
import { historiesOf, type BackupRecord } from "../backup/record.ts";
import { clientOf } from "../../tests/github/client-of.ts";
import { startGitHub, type StandIn } from "../../tests/github/server.ts";
import type { GitHub } from "./ports.ts";
import {
  BACKUP_TASK,
  backupHorizon,
  packBackups,
  readBackupRecords,
  writeBackupRecords,
} from "./backup-records.ts";
import { LARGEST_PAYLOAD, sizeOf, TASK } from "./record-payload.ts";

const COMMIT = "c".repeat(40);
const RUN = "https://github.example/acme/fleet/actions/runs/1";
let standIn: StandIn;
let github: GitHub;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  standIn = await startGitHub();
  github = clientOf(standIn);
});
afterEach(async () => {
  vi.useRealTimers();
  await standIn.close();
});

const write = (...records: BackupRecord[]) =>
  writeBackupRecords(github, records, { commit: COMMIT, run: RUN });
const read = async (since = 0) => {
  const answer = await readBackupRecords(github, since);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
};

test("what runs proved is read as it was written, with two writes a run, apart from deploys", async () => {
  standIn.repository.addDeployment({ task: TASK, environment: "oml/fleet", payload: { format: 1 } });
  expect(await write(taken(30), taken(2, { tenant: "demo" }))).toMatchObject({ unwritten: [], troubles: [] });
  await write(taken(6, { outcome: "failed", bytes: null, set: null }));
  expect(standIn.writes()).toHaveLength(4);
  expect(await read()).toEqual({
    records: [
      taken(6, { outcome: "failed", bytes: null, set: null }),
      taken(2, { tenant: "demo" }),
      taken(30),
    ],
    notes: [],
  });
  const states = standIn.repository.deployments.slice(1).map(({ statuses }) => statuses.at(-1)?.state);
  expect(states).toEqual(["success", "failure"]);
});

test("a run of many tenants is few deployments, none too large, none left out", () => {
  const records = Array.from({ length: 900 }, (_, index) =>
    taken(2, { tenant: `tenant-${String(index)}`, reason: "x".repeat(2000) }),
  );
  const packed = packBackups(records, COMMIT);
  expect(packed.length).toBeLessThanOrEqual(16);
  for (const { deployment } of packed)
    expect(sizeOf(deployment.payload)).toBeLessThanOrEqual(LARGEST_PAYLOAD);
  expect(packed.flatMap(({ tenants }) => tenants)).toHaveLength(900);
});

describe("what anybody may have written", () => {
  test.each([
    [
      "by somebody else",
      { author: "mallory", payload: { format: 1, kind: "backups", records: [taken(1)] } },
      "mallory",
    ],
    ["of another form", { payload: { format: 2, kind: "backups", records: [taken(1)] } }, "format"],
    [
      "with a broken record",
      { payload: { format: 1, kind: "backups", records: [{ ...taken(1), set: "a b" }] } },
      "set",
    ],
  ])("is skipped and told: %s", async (_, given, word) => {
    await write(taken(30));
    standIn.repository.addDeployment({ task: BACKUP_TASK, environment: BACKUP_TASK, ...given });
    const { records, notes } = await read();
    expect(records).toEqual([taken(30)]);
    expect(notes).toEqual([expect.stringContaining(word)]);
  });

  test("is read no further back than is wanted", async () => {
    for (let index = 0; index < 65; index += 1) {
      const created = index < 40 ? "2026-01-01T00:00:00Z" : "2027-01-01T00:00:00Z";
      const payload = { format: 1, kind: "backups", records: [taken(index)] };
      standIn.repository.addDeployment({ task: BACKUP_TASK, environment: BACKUP_TASK, payload, created });
    }
    expect((await read(Date.UTC(2026, 5))).records).toHaveLength(30);
    expect((await read()).records).toHaveLength(65);
  });

  test("is nothing at all where the list cannot be read whole", async () => {
    await write(taken(30));
    standIn.fail({ path: /deployments/, status: 403, body: { message: "Forbidden" } });
    expect(await readBackupRecords(github, 0)).toMatchObject({ ok: false, fault: "not-allowed" });
  });
});

describe("a runner's clock that is ahead of GitHub's", () => {
  const at = (ahead: number) => new Date(NOW + ahead).toISOString();

  test("by five minutes at the most changes nothing", async () => {
    await write(taken(1, { finished: at(300_000) }));
    expect((await read()).records).toEqual([taken(1, { finished: at(300_000) })]);
  });

  test("makes no record of later than when GitHub was given it", async () => {
    const [year, set] = [365 * 24 * HOUR, setOf(-365 * 24)];
    await write(
      taken(1, { finished: at(year), set }),
      taken(1, { verb: "drill", outcome: "drilled", finished: at(300_001), set }),
    );
    const { records } = await read();
    expect(records.map(({ finished }) => finished)).toEqual([at(0), at(0)]);
    const known = historiesOf(records).get("acme");
    expect(known?.sets).toMatchObject([{ id: set, taken: NOW }]);
  });

  test("leaves what a run did last its last word", async () => {
    const finished = at(365 * 24 * HOUR);
    await write(taken(1, { finished }), taken(1, { verb: "verify", outcome: "failed", finished }));
    expect(historiesOf((await read()).records).get("acme")?.sets).toEqual([]);
  });
});

test("five weeks are read, and as much as the longest policy allows", () => {
  const day = 86_400_000;
  expect(backupHorizon(100 * day, [{ every: day }, { every: 30 * day }])).toBe(35 * day);
  expect(backupHorizon(100 * day, [])).toBe(65 * day);
});
