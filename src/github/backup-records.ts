/** What runs proved of tenants' sets, as deployments of a task of their own: written small, read as what anybody may have written. */
import { z } from "zod";
import { countOutcomes } from "../deploy/outcome.ts";
import { BACKUP_OUTCOMES, isDone } from "../backup/outcome.ts";
import { VERBS, type BackupRecord } from "../backup/record.ts";
import type { Packed } from "./pack-records.ts";
import { readOwn, type Told } from "./own-deployments.ts";
import type { Answer, DeploymentState, GitHub } from "./ports.ts";
import {
  address,
  LARGEST_PAYLOAD,
  parsed,
  sayBroken,
  setId,
  shortened,
  sizeOf,
  tenantName,
} from "./record-payload.ts";
import { writePacked, type Writer, type Written } from "./write-records.ts";

/** The task of these deployments, and their environment: those of deploys are no tenant's of the same. */
export const BACKUP_TASK = "oml-backup";

/** Characters of a reason. */
const LONGEST_REASON = 300;
const DAY = 86_400_000;
/** Milliseconds that a runner's clock may be ahead of GitHub's. */
const AHEAD = 5 * 60_000;

/** Writes a run's records. Never throws. */
export function writeBackupRecords(
  github: Writer,
  records: readonly BackupRecord[],
  { commit, run }: { readonly commit: string; readonly run: string },
): Promise<Written> {
  return writePacked(github, packBackups(records, commit), run);
}

/** As few deployments as hold them all. */
export function packBackups(records: readonly BackupRecord[], commit: string): readonly Packed[] {
  if (records.length === 0) return [];
  const payload = { format: 1, kind: "backups", records: records.map(brief) };
  if (records.length > 1 && sizeOf(payload) > LARGEST_PAYLOAD) {
    const half = Math.ceil(records.length / 2);
    return [records.slice(0, half), records.slice(half)].flatMap((part) => packBackups(part, commit));
  }
  const description = countOutcomes(records.map(({ outcome }) => outcome));
  return [
    {
      deployment: { ref: commit, task: BACKUP_TASK, environment: BACKUP_TASK, payload, description },
      state: stateOf(records),
      tenants: [...new Set(records.map(({ tenant }) => tenant))],
    },
  ];
}

function brief(record: BackupRecord): BackupRecord {
  return { ...record, reason: shortened(record.reason, LONGEST_REASON) };
}

/** The state of the worst. */
function stateOf(records: readonly BackupRecord[]): DeploymentState {
  const outcomes = records.map(({ outcome }) => outcome).filter((outcome) => !isDone(outcome));
  if (outcomes.includes("failed")) return "failure";
  if (outcomes.some((outcome) => outcome !== "postponed")) return "error";
  return outcomes.length > 0 ? "inactive" : "success";
}

const recordSchema = z.object({
  tenant: tenantName,
  verb: z.enum(VERBS),
  outcome: z.enum(BACKUP_OUTCOMES),
  set: setId.nullable(),
  bytes: z.number().nonnegative().nullable(),
  finished: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  run: address,
  reason: z.string().max(LONGEST_REASON),
});
const payloadSchema = z.object({
  format: z.literal(1),
  kind: z.literal("backups"),
  records: z.array(z.unknown()),
});

/** What deployments tell. */
export interface BackupRecords {
  readonly records: readonly BackupRecord[];
  /** What was skipped and why: a sentence each. */
  readonly notes: readonly string[];
}

/** How far back is read: what a median and a week's drill need, and as much as the longest policy allows. */
export function backupHorizon(now: number, policies: readonly { readonly every: number }[]): number {
  return now - 35 * DAY - Math.max(0, ...policies.map(({ every }) => every));
}

/** Reads the records that are not older than `since`; a fault of the list is the answer, since half of it would hide failures. */
export async function readBackupRecords(
  github: Pick<GitHub, "deployments" | "whoAmI">,
  since: number,
): Promise<Answer<BackupRecords>> {
  const answer = await readOwn(github, { task: BACKUP_TASK, since }, recordsIn);
  if (!answer.ok) return answer;
  const { records, notes, isCut } = answer.value;
  const more = isCut
    ? ["there are more deployments than are read: of some tenants too little may be known"]
    : [];
  return { ok: true, value: { records, notes: [...notes, ...more] } };
}

/** A run writes what it did last at the end. */
function recordsIn(payload: unknown, created: number): Told<BackupRecord> {
  const read = payloadSchema.safeParse(typeof payload === "string" ? parsed(payload) : payload);
  if (!read.success) return { records: [], broken: [`holds no record: ${sayBroken(read.error)}`] };
  const each = read.data.records.map((record) => recordSchema.safeParse(record));
  return {
    records: each.flatMap(({ data }) => (data ? notAhead(data, created) : [])).toReversed(),
    broken: each.flatMap(({ error }) => (error ? [`holds a broken record: ${sayBroken(error)}`] : [])),
  };
}

/** The record, of no later than when it was written: that is done once a run is over, by whatever clock it went. */
function notAhead(record: BackupRecord, created: number): BackupRecord {
  const isAhead = Date.parse(record.finished) > created + AHEAD;
  return isAhead ? { ...record, finished: new Date(created).toISOString() } : record;
}
