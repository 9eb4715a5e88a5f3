/** What a shard leaves of each of its tenants, and the verdict on a whole run. Pure. */
import { countOutcomes } from "../deploy/outcome.ts";
import type { Colour } from "../fleet/colour.ts";
import { listNames } from "../fleet/list-names.ts";
import { isDone } from "./outcome.ts";
import type { BackupRecord, Verb } from "./record.ts";
import { backupExitCode, reportUnbegun, type BackupReport } from "./report.ts";
import { verbsOf, type BackupPlan } from "./run-plan.ts";

/** One thing that was done about a tenant, or tried. */
export interface Deed {
  readonly verb: Verb;
  /** When, ISO 8601 in UTC. */
  readonly finished: string;
  readonly report: BackupReport;
}

/** A tenant's part of a run, as far as it came: what is not done ends it. */
export interface BackupTenantResult {
  readonly tenant: string;
  readonly deeds: readonly Deed[];
}

/** The result with one more thing said: that what was to come next was not done. Whole ones stay as they are. */
export function cutOff(
  plan: BackupPlan,
  result: BackupTenantResult,
  reason: string,
  finished: string,
): BackupTenantResult {
  const { tenant, deeds } = result;
  const next = verbsOf(plan, tenant)[deeds.length];
  const isWhole = next === undefined || deeds.some(({ report }) => !isDone(report.outcome));
  if (isWhole) return result;
  const report = reportUnbegun(tenant, "interrupted", reason);
  return { tenant, deeds: [...deeds, { verb: next, finished, report }] };
}

/** A tenant at the end of a run. */
export interface BackupTenantEnd extends BackupTenantResult {
  readonly colour: Colour;
}

/** A run's verdict. */
export interface BackupVerdict {
  /** The worst colour of all. */
  readonly colour: Colour;
  /** Every tenant of the plan, those to look at first. */
  readonly tenants: readonly BackupTenantEnd[];
  readonly records: readonly BackupRecord[];
  /** What happened, in one sentence. */
  readonly sentence: string;
}

const SILENT =
  "Its job left no result: it was cancelled, or its runner was lost. What began on the hosts ends there. The next run goes on.";
const ORDER: readonly Colour[] = ["red", "warning", "green"];

/** The verdict; a tenant that no result tells of was interrupted. `run`: the run's address. */
export function judgeBackups(
  plan: BackupPlan,
  results: readonly BackupTenantResult[],
  run: string,
  now: string,
): BackupVerdict {
  const given = new Map(results.map((result) => [result.tenant, result]));
  const ends = Object.keys(plan.verbs).map((tenant) => {
    const end = cutOff(plan, given.get(tenant) ?? { tenant, deeds: [] }, SILENT, now);
    return { ...end, colour: colourOf(end) };
  });
  const tenants = ends.toSorted((a, b) => ORDER.indexOf(a.colour) - ORDER.indexOf(b.colour));
  const colour = tenants[0]?.colour ?? "green";
  const records = tenants.flatMap(({ deeds }) => deeds.map((deed) => recordOf(deed, run)));
  return { colour, tenants, records, sentence: sayRun(tenants, colour) };
}

/** What another run holds up, the next one does; everything else that is not done, somebody has to look at. */
function colourOf({ deeds }: BackupTenantResult): Colour {
  const bad = deeds.find(({ report }) => backupExitCode(report) !== 0);
  if (bad === undefined) return "green";
  return bad.report.outcome === "postponed" ? "warning" : "red";
}

function recordOf({ verb, finished, report }: Deed, run: string): BackupRecord {
  const { tenant, outcome, set, bytes, seconds, reason } = report;
  return { tenant, verb, outcome, set, bytes, finished, seconds, run, reason };
}

function sayRun(tenants: readonly BackupTenantEnd[], colour: Colour): string {
  if (tenants.length === 0) return "Nothing was due; no host was contacted.";
  const counts = countOutcomes(tenants.flatMap(({ deeds }) => deeds.map(({ report }) => report.outcome)));
  const head = `${String(tenants.length)} ${tenants.length === 1 ? "tenant" : "tenants"}: ${counts}.`;
  if (colour === "green") return head;
  const concerned = tenants.filter((end) => end.colour === colour).map(({ tenant }) => tenant);
  return `${head} ${colour === "red" ? "Look at" : "Waiting:"} ${listNames(concerned, 10)}.`;
}
