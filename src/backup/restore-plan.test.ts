import { describe, expect, it } from "vitest";
import { planFacts, sayCode, type RestorePlan } from "./restore-plan.ts";
import { formatPlanSummary, formatRestoreSummary } from "./restore-summary.ts";
import type { EndedRestore } from "./restore-record.ts";
import type { RestoreRequest } from "./restore-request.ts";
import { restoreUnbegun } from "./restore.ts";

const NOW = Date.UTC(2027, 0, 4, 12);
const SET = {
  ...{ id: "20270104T020000Z-1f2e", tenant: "acme", finished: NOW - 10 * 3_600_000, verified: NOW },
  ...{ drilled: { at: NOW, ok: true }, bytes: 5_000_000, commit: "c0ffee1234" },
};
const ENDED: EndedRestore = {
  ...{ kind: "ended", tenant: "acme", mode: "restore", set: "S", outcome: "restored", safety: null },
  ...{ downSeconds: 2.25, seconds: 60, finished: "2027-01-01T12:10:00.000Z", reason: "So." },
};

function plan(
  given: Partial<Omit<RestorePlan, "request">> & { readonly request?: Partial<RestoreRequest> } = {},
): RestorePlan {
  const people = { logins: ["ann"], id: "1" };
  const request = { tenant: "acme", mode: "restore", set: SET.id, now: false, people } as const;
  const asked = new Date(NOW).toISOString();
  const shared = { code: "7Q2MA-0XK4D", set: SET, now: NOW, ended: [ENDED] };
  return { ...shared, ...given, request: { ...request, asked, ...given.request } };
}

const text = (given: Parameters<typeof plan>[0]): string =>
  planFacts(plan(given))
    .map((fact) => fact.join(": "))
    .join("\n");

describe("a plan", () => {
  it("of a restore says the set, the release, what goes, what stays, and what it interrupts", () => {
    expect(text({}).split("\n")).toEqual([
      "Set: 20270104T020000Z-1f2e, 10 h old, 4.8 MiB, read back whole, drilled",
      "Release: c0ffee12 ran when it was taken; what runs now goes on",
      "Is replaced: the database and /etc/asterisk/custom of acme: what was entered since is not served",
      "Is kept: what runs now: as a set taken just before, and beside it until mode accept; mode undo goes back",
      "Calls: are waited for, as long as voice_changes.wait in tenant.yml says",
      "Downtime: seconds, while names are exchanged; the last time it took 2.3 s",
    ]);
  });

  it("hides nothing that speaks against it", () => {
    const { id, tenant, finished, bytes } = SET;
    const bad = { id, tenant, finished, bytes, verified: null, drilled: { at: NOW, ok: false } };
    const words = text({ set: bad, request: { now: true }, ended: [{ ...ENDED, tenant: "demo" }] });
    for (const part of [
      "NOT VERIFIED, DRILL FAILED",
      "does not say",
      "Calls: are CUT",
      "none is recorded of acme",
    ])
      expect(words).toContain(part);
  });

  it("of going back, or of letting go, says which restore is meant", () => {
    expect(text({ request: { mode: "undo", set: null }, set: null })).toContain(
      "Is replaced: what the last restore brought (the set S, 2027-01-01 12:10 UTC), and what was entered since",
    );
    const accept = { request: { mode: "accept", set: null }, set: null } as const;
    expect(text({ ...accept, ended: [] })).toContain(
      "for good: what the last restore of acme keeps for going back",
    );
    expect(text(accept)).not.toContain("Downtime");
  });

  it("tells who may type what, and until when", () => {
    expect(sayCode(plan())).toBe(
      "Nothing was changed. To have it done, somebody else than ann dispatches the workflow restore until 13:00 UTC with: tenant acme (twice), mode restore, set 20270104T020000Z-1f2e, code 7Q2MA-0XK4D.",
    );
    const summary = formatPlanSummary(plan(), "nobody reviews");
    expect(summary).toContain("## ⚠️ acme: restore waits for a second person.");
    expect(summary).toContain("7Q2MA-0XK4D");
    expect(summary).toContain("It takes two runs since nobody reviews.");
  });
});

it("a run's summary has a row, who let it begin, and what happened, with no markup in it", () => {
  const report = {
    ...restoreUnbegun("acme", SET.id, "restored", "It | is back."),
    downSeconds: 2.25,
    seconds: 61.2,
  };
  const summary = formatRestoreSummary(report, "ann asked for it, bob gave the code");
  expect(summary).toContain("## ✅ acme: restored.");
  expect(summary).toContain("ann asked for it, bob gave the code.");
  expect(summary.split("\n").at(-2)).toBe(
    "| ✅ | <code>acme</code> | restored | <code>20270104T020000Z-1f2e</code> |  | 2.3 s | 61 s | It &#124; is back. |",
  );
  expect(formatRestoreSummary(restoreUnbegun("acme", null, "postponed", "So."), "")).toContain("## ❌ acme");
});
