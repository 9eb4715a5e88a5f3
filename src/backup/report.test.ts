import { expect, it } from "vitest";
import { backupExitCode, formatBackup, sayBytes, type BackupReport } from "./report.ts";
import { planRetention } from "./retention.ts";
import { formatSets } from "./sets-text.ts";

const KEEP = { daily: 1, weekly: 0, monthly: 0, floor: 1 };

const report: BackupReport = {
  format: 1,
  tenant: "acme",
  outcome: "backed-up",
  reason: "It is equal.",
  set: "S",
  bytes: 3_500_000,
  rows: 12,
  dumpSeconds: 1.25,
  verified: true,
  place: "off-host",
  notices: [],
  seconds: 4,
};

it("is green only where the set is proved, and elsewhere or known not to be", () => {
  expect(backupExitCode(report)).toBe(0);
  expect(backupExitCode({ ...report, place: "on-host-accepted" })).toBe(0);
  expect(backupExitCode({ ...report, place: "on-host" })).toBe(1);
  for (const outcome of ["postponed", "refused", "interrupted", "unreachable", "failed"] as const)
    expect(backupExitCode({ ...report, outcome })).toBe(1);
});

it("says what was done, and where a set lies beside its data", () => {
  expect(formatBackup(report)).toBe(
    "acme: backed-up (4.0 s). It is equal.\n  set S, 3.3 MiB, 12 rows, dumped in 1.3 s, verified\n",
  );
  expect(formatBackup({ ...report, place: "on-host" })).toContain("accept it: on_host: true");
  expect(formatBackup({ ...report, place: "on-host", outcome: "failed" })).not.toContain("on_host");
  expect(formatBackup({ ...report, notices: ["it is cold"] })).toMatch(/verified\n {2}notice: it is cold\n$/);
});

it("lists sets with what they are worth", () => {
  const set = { id: "S", tenant: "acme", finished: 0, verified: null, drilled: null, bytes: 2048 };
  const proved = { ...set, id: "R", verified: 7_000_000, drilled: { at: 7_100_000, ok: false } };
  const plan = planRetention([set, proved], KEEP, { tenant: "acme", now: 7_200_000, skew: 0 });
  expect(formatSets("acme", [set, proved], 7_200_000, plan, new Map([["R", 93_600_000]]))).toBe(
    [
      "  set  age      size     read back           restored                kept for      until",
      "  S    2 h old  2.0 KiB  NOT VERIFIED        not drilled             unverified    -",
      "  R    2 h old  2.0 KiB  verified 3 min ago  DRILL FAILED 100 s ago  floor, daily  1970-01-02",
      "acme: 2 sets, 1 verified",
      "",
    ].join("\n"),
  );
  const unknown = planRetention([set], KEEP, { tenant: "acme", now: 0, skew: null });
  expect(formatSets("acme", [set], 0, unknown, new Map())).toContain("Nobody can tell whether");
  expect(formatSets("acme", [], 0, plan, new Map())).toBe(
    "acme: no set. Take one: oml backup --tenant acme\n",
  );
});

it.each([
  [0, "0 bytes"],
  [1023, "1023 bytes"],
  [1024, "1.0 KiB"],
  [500 * 1024 * 1024, "500 MiB"],
  [5e15, "4547 TiB"],
])("%d is %s", (bytes, words) => expect(sayBytes(bytes)).toBe(words));
