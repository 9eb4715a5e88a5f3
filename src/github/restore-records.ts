/** What became of restores, as deployments of a task of their own: read as what anybody may have written. */
import { z } from "zod";
import { BACKUP_OUTCOMES, isDone } from "../backup/outcome.ts";
import {
  restoreHistory,
  type AskedRestore,
  type BegunRestore,
  type EndedRestore,
  type RestoreHistory,
  type RestoreRecord,
} from "../backup/restore-record.ts";
import { RESTORE_MODES } from "../backup/restore-request.ts";
import { readOwn, type Told } from "./own-deployments.ts";
import type { Answer, DeploymentState, GitHub, NewDeployment } from "./ports.ts";
import { parsed, sayBroken, setId, shortened, tenantName } from "./record-payload.ts";
import { closeRun, type Writer } from "./write-records.ts";

/** The task of these deployments, and their environment. */
export const RESTORE_TASK = "oml-restore";

/** Characters of a reason. */
const LONGEST_REASON = 300;
/** Milliseconds back that are read: what a restore of a tenant took is known that long. */
const HORIZON = 90 * 86_400_000;

/** The run that writes. */
export interface RestoreRun {
  readonly commit: string;
  /** The run's address. */
  readonly run: string;
}

/** Keeps that a restore was asked for. */
export function writeAsked(github: Writer, record: AskedRestore, at: RestoreRun): Promise<Answer<number>> {
  const { tenant, mode } = record.request;
  return write(github, record, `${mode} of ${tenant}: waits for a second person`, "inactive", at);
}

/** Keeps that a restore begins; the value is the number for `writeEnded`. */
export function writeBegun(github: Writer, record: BegunRestore, at: RestoreRun): Promise<Answer<number>> {
  const { tenant, mode, why } = record;
  const brief = { ...record, why: shortened(why, LONGEST_REASON) };
  return write(github, brief, `${mode} of ${tenant}: ${why}`, "in_progress", at);
}

/** Keeps how the restore of that number ended. */
export async function writeEnded(
  github: Writer,
  begun: number,
  record: EndedRestore,
  at: RestoreRun,
): Promise<Answer<number>> {
  const { outcome, tenant, reason } = record;
  const state = isDone(outcome) ? "success" : outcome === "failed" ? "failure" : "error";
  const description = `${outcome} ${tenant}: ${reason}`;
  const brief = { ...record, reason: shortened(reason, LONGEST_REASON) };
  const closed = await closeRun(github, begun, { state, description, run: at.run });
  const written = await write(github, brief, description, state, at);
  return closed.ok ? written : closed;
}

/** The record is the deployment: without a state it is read all the same. */
async function write(
  github: Writer,
  record: RestoreRecord,
  description: string,
  state: DeploymentState,
  { commit, run }: RestoreRun,
): Promise<Answer<number>> {
  const deployment: NewDeployment = {
    ...{ ref: commit, task: RESTORE_TASK, environment: RESTORE_TASK, description },
    payload: { format: 1, ...record },
  };
  const created = await github.createDeployment(deployment);
  if (!created.ok) return created;
  const { id } = created.value;
  await github.createDeploymentStatus(id, { state, description, logUrl: run });
  return { ok: true, value: id };
}

const login = z.string().max(100);
const shared = {
  format: z.literal(1),
  tenant: tenantName,
  mode: z.enum(RESTORE_MODES),
  set: setId.nullable(),
};
const { format, ...asked } = shared;
const askedSchema = z.object({
  format,
  kind: z.literal("asked"),
  request: z.object({
    ...asked,
    now: z.boolean(),
    people: z.object({ logins: z.array(login).max(4), id: login }),
    asked: z.iso.datetime(),
  }),
});
const begunSchema = z.object({
  ...shared,
  kind: z.literal("begun"),
  now: z.boolean(),
  by: z.array(login).max(4),
  why: z.string().max(LONGEST_REASON),
  code: z.string().max(20).nullable(),
});
const endedSchema = z.object({
  ...shared,
  kind: z.literal("ended"),
  outcome: z.enum(BACKUP_OUTCOMES),
  safety: setId.nullable(),
  downSeconds: z.number().nonnegative().nullable(),
  seconds: z.number().nonnegative(),
  finished: z.iso.datetime(),
  reason: z.string().max(LONGEST_REASON),
});
const payloadSchema = z.discriminatedUnion("kind", [askedSchema, begunSchema, endedSchema]);

/** Reads them. A list that cannot be read whole is none: a code could have been used in what is missing. */
export async function readRestoreRecords(
  github: Pick<GitHub, "deployments" | "whoAmI">,
  now: number,
): Promise<Answer<RestoreHistory & { readonly notes: readonly string[] }>> {
  const answer = await readOwn(github, { task: RESTORE_TASK, since: now - HORIZON }, recordIn);
  if (!answer.ok) return answer;
  const { records, notes, isCut } = answer.value;
  if (isCut)
    return {
      ok: false,
      fault: "refused",
      message: `there are too many deployments of the task ${RESTORE_TASK}`,
    };
  return { ok: true, value: { ...restoreHistory(records), notes } };
}

function recordIn(payload: unknown): Told<RestoreRecord> {
  const read = payloadSchema.safeParse(typeof payload === "string" ? parsed(payload) : payload);
  if (!read.success) return { records: [], broken: [`holds no record: ${sayBroken(read.error)}`] };
  return { records: [read.data], broken: [] };
}
