/** The verdict on a whole run, out of its waves'. Pure. */
import { countOutcomes, isSettled } from "../deploy/outcome.ts";
import { colourOf, type Colour } from "./colour.ts";
import type { WaveVerdict } from "./judge.ts";
import type { TenantRecord } from "./record.ts";
import { listNames } from "./list-names.ts";
import { recordOf, type TenantResult } from "./result.ts";
import { sayOtherThanReviewed } from "./reviewed.ts";
import { recordBefore, type RunPlan } from "./run-plan.ts";

/** A tenant at the end of a run. */
export interface TenantEnd {
  readonly result: TenantResult;
  /** What is kept of it. */
  readonly record: TenantRecord;
  readonly colour: Colour;
  /** Whether this run brought the failure. */
  readonly isNew: boolean;
}

/** A run's verdict. */
export interface RunVerdict {
  /** The worst colour of all. */
  readonly colour: Colour;
  /** Every tenant of the plan, wave by wave. */
  readonly tenants: readonly TenantEnd[];
  /** Whether every tenant of the fleet now runs `plan.commit`: the next push compares with it. */
  readonly isFullSuccess: boolean;
  /** What happened, in one sentence: the last job's last word. */
  readonly sentence: string;
  /** Where another release was deployed than was reviewed, a sentence each. */
  readonly otherThanReviewed: readonly string[];
}

/** What a run's verdict is found from. */
export interface RunQuestion {
  readonly plan: RunPlan;
  readonly waves: readonly WaveVerdict[];
  /** The run's address. */
  readonly run: string;
  readonly now: Date;
}

/** The verdict on a run. */
export function judgeRun({ plan, waves, run, now }: RunQuestion): RunVerdict {
  const tenants = waves.flatMap(({ results, failures }) => {
    const failed = new Set(failures);
    return results.map((result): TenantEnd => {
      const record = recordOf(result, recordBefore(plan, result.tenant), { run, isPartial: plan.isPartial });
      const colour = colourOf(record, plan.maxAge[result.tenant] ?? 0, now);
      return { result, record, colour, isNew: failed.has(result.tenant) };
    });
  });
  const colour = worst(tenants.map((tenant) => tenant.colour));
  const isFullSuccess = plan.isWhole && tenants.every(({ result }) => isSettled(result.outcome));
  const results = tenants.map(({ result }) => result);
  const otherThanReviewed = sayOtherThanReviewed(plan.reviewed, results);
  return { colour, tenants, isFullSuccess, sentence: sayRun(plan, tenants, colour), otherThanReviewed };
}

function worst(colours: readonly Colour[]): Colour {
  if (colours.includes("red")) return "red";
  return colours.includes("warning") ? "warning" : "green";
}

function sayRun({ commit }: RunPlan, tenants: readonly TenantEnd[], colour: Colour): string {
  if (tenants.length === 0) return "No tenant had to be looked at; nothing was touched.";
  const counts = countOutcomes(tenants.map(({ result }) => result.outcome));
  const head = `${tenants.length} ${tenants.length === 1 ? "tenant" : "tenants"} at ${commit.slice(0, 8)}: ${counts}.`;
  if (colour === "green") return head;
  const concerned = tenants.filter((tenant) => tenant.colour === colour).map(({ result }) => result.tenant);
  const list = listNames(concerned, 10);
  return colour === "red" ? `${head} Look at ${list}.` : `${head} Waiting: ${list}.`;
}
