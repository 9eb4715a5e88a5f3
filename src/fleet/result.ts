/** What a shard leaves of each of its tenants, and what is kept of it. Pure. */
import { isSettled, type Outcome } from "../deploy/outcome.ts";
import { reportUnbegun, type Report } from "../deploy/report.ts";
import type { TenantRecord } from "./record.ts";
import type { Wave } from "../inventory/wave.ts";
import type { Shard } from "./shards.ts";

/** Where and when a tenant was dealt with. */
export interface Circumstance {
  readonly wave: Wave;
  /** The shard's id, such as `2-07`. */
  readonly shard: string;
  /** The commit whose release was to be brought. */
  readonly commit: string;
  /** The toolkit's commit. */
  readonly toolkit: string;
  /** When the shard had done with the tenant, ISO 8601 in UTC. */
  readonly finished: string;
}

/** A deploy's report in its run: one for every tenant a shard was given, those it did not begin among them. */
export type TenantResult = Report & Circumstance;

/** The circumstance of what a shard does at a moment, ISO 8601 in UTC. */
export function circumstanceOf(
  { commit, toolkit }: Pick<Circumstance, "commit" | "toolkit">,
  { id, wave }: Pick<Shard, "id" | "wave">,
  finished: string,
): Circumstance {
  return { wave, shard: id, commit, toolkit, finished };
}

/** A tenant that was not begun: no host was contacted. */
export function notBegun(
  tenant: string,
  end: { readonly outcome: Outcome; readonly reason: string },
  circumstance: Circumstance,
): TenantResult {
  const source = { commit: circumstance.commit, unreviewed: null };
  const facts = { tenant, source, overrides: [], seconds: 0 };
  return { ...reportUnbegun(facts, end.outcome, end.reason), ...circumstance };
}

/** Outcomes that say a release did no good. */
const SICK: ReadonlySet<Outcome> = new Set(["rolled-back", "rollback-failed", "failed"]);

/** Whether the release did no good: it was put back, is held, or left broken. */
export function isSick(outcome: Outcome): boolean {
  return SICK.has(outcome);
}

/** Whether somebody must look: the release did no good, or nobody knows what runs. */
export function isFailure(outcome: Outcome): boolean {
  return isSick(outcome) || ["refused", "interrupted", "unreachable"].includes(outcome);
}

/**
 * Whether this run brought the failure. One that the record before tells already is not new: a sick release counts
 * again only when it is another release, a silent host or a refused file only when it was something else before.
 */
export function isNewFailure(
  { outcome, release }: Pick<TenantResult, "outcome" | "release">,
  before: Pick<TenantRecord, "outcome" | "release"> | undefined,
): boolean {
  if (!isFailure(outcome)) return false;
  if (before?.outcome !== outcome) return !(isSick(outcome) && isSameSickness(release, before));
  return isSick(outcome) && before.release !== release;
}

/** A release that was put back may be `failed` in one run and `rolled-back` in the next: it is the same sickness. */
function isSameSickness(release: string, before: Pick<TenantRecord, "outcome" | "release"> | undefined) {
  return before !== undefined && isSick(before.outcome) && before.release === release;
}

/** The digest each component runs, as far as the report knows; for what it does not tell, what was known before. */
export function imagesAfter(
  { components }: Pick<TenantResult, "components">,
  before: Pick<TenantRecord, "images"> | undefined,
): Readonly<Record<string, string>> {
  const told = components.flatMap(({ name, image }) => {
    const digest = image?.split("@")[1];
    return digest === undefined ? [] : [[name, digest] as const];
  });
  return { ...before?.images, ...Object.fromEntries(told) };
}

/** The run a record is of. */
export interface RecordedBy {
  /** The run's address. */
  readonly run: string;
  /** Only some components, or a check: such a run settles no tenant. */
  readonly isPartial: boolean;
}

/** The record of a result. What waits (`postponed`, `superseded`) has waited since it first did. */
export function recordOf(
  result: TenantResult,
  before: TenantRecord | undefined,
  { run, isPartial }: RecordedBy,
): TenantRecord {
  const { tenant, outcome, commit, release, finished, reason } = result;
  return {
    tenant,
    outcome,
    commit,
    release,
    finished,
    since: before !== undefined && isSameState(before.outcome, outcome) ? before.since : finished,
    run,
    reason,
    ...(result.safetySet !== null && { safety: result.safetySet }),
    ...knownAfter(result, before, isPartial),
  };
}

/** What is known of a tenant beside how its deploy ended: of what this one does not tell, what was known before. */
function knownAfter(
  result: TenantResult,
  before: TenantRecord | undefined,
  isPartial: boolean,
): Pick<TenantRecord, "images" | "toolkit" | "schema" | "settled"> {
  const images = imagesAfter(result, before);
  const isThere = isSettled(result.outcome);
  // Only a settled tenant is known to be deployed with this toolkit.
  const toolkit = isThere ? result.toolkit : before?.toolkit;
  const settled = isThere && !isPartial ? result.commit : before?.settled;
  const schema = result.schema ?? before?.schema;
  return {
    ...(Object.keys(images).length > 0 && { images }),
    ...(toolkit !== undefined && { toolkit }),
    ...(schema !== undefined && { schema }),
    ...(settled !== undefined && { settled }),
  };
}

const WAITING: ReadonlySet<Outcome> = new Set(["postponed", "superseded"]);

function isSameState(before: Outcome, now: Outcome): boolean {
  return before === now || (WAITING.has(before) && WAITING.has(now));
}
