import { expect, it } from "vitest";
import { historiesOf } from "./record.ts";
import { NOW, taken } from "./record-testing.ts";
import { reportUnbegun, type BackupReport } from "./report.ts";
import type { BackupVerdict } from "./run-result.ts";
import { formatBackupSummary } from "./run-summary.ts";
import { sizeChart } from "./size-chart.ts";

const finished = new Date(NOW).toISOString();
const backedUp: BackupReport = {
  ...reportUnbegun("acme", "backed-up", "It is equal."),
  ...{ set: "20270104T110000Z-1f2e", bytes: 3_500_000, seconds: 4.4 },
};
const verdict: BackupVerdict = {
  colour: "red",
  tenants: [
    {
      tenant: "demo",
      colour: "red",
      deeds: [{ verb: "drill", finished, report: reportUnbegun("demo", "failed", "a|b <script>") }],
    },
    {
      tenant: "acme",
      colour: "green",
      deeds: [
        { verb: "backup", finished, report: { ...backedUp, place: "on-host" } },
        { verb: "retain", finished, report: reportUnbegun("acme", "retained", "Removed: S.") },
      ],
    },
  ],
  records: [],
  sentence: "2 tenants: 1 failed, 1 backed-up, 1 retained. Look at demo.",
};

it("shows a row a tenant, with what its set is worth, and no markup of what a host said", () => {
  const text = formatBackupSummary(verdict, ["```mermaid", "```"]);
  expect(text).toContain("## ❌ ");
  expect(text).toMatch(
    /^\| ✅ \| <code>acme<\/code> \| backed-up, retained \| <code>.*1f2e<\/code> \| 3\.3 MiB \| 4 s \| /m,
  );
  expect(text).toContain("NOT OFF");
  expect(text).not.toContain("a|b");
  expect(text).not.toContain("<script>");
  expect(text.endsWith("\n\n```mermaid\n```\n")).toBe(true);
});

it("says how many rows do not fit", () => {
  expect(formatBackupSummary(verdict, [], 560)).toMatch(/\d more tenants do not fit here\.\n$/);
});

it("draws the fleet's size by days: of each tenant the newest set there was", () => {
  const mib = 2 ** 20;
  const histories = historiesOf([
    ...[2, 26, 50].map((hours) => taken(hours, { bytes: (100 - hours) * mib })),
    taken(26, { tenant: "demo", bytes: 10 * mib }),
  ]);
  expect(sizeChart(histories.values(), NOW)).toEqual([
    "```mermaid",
    "xychart-beta",
    '  title "Newest verified sets, all tenants together (MiB)"',
    '  x-axis ["01-02", "01-03", "01-04"]',
    '  y-axis "MiB" 0 --> 108',
    "  bar [50, 84, 108]",
    "```",
  ]);
  expect(sizeChart(historiesOf([taken(2)]).values(), NOW)).toEqual([]);
});
