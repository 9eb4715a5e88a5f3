/** Writes what a run sets out to do, and what became of each tenant, as deployments. */
import type { TenantRecord } from "../fleet/record.ts";
import type { Wave } from "../inventory/wave.ts";
import { packRecords, type Packed, type RecordedRun } from "./pack-records.ts";
import type { Answer, DeploymentState, GitHub } from "./ports.ts";
import { openingPayload, TASK, type RunOpening } from "./record-payload.ts";

/** The environment of whole runs. */
export const FLEET = "oml/fleet";

/** What writing records needs of GitHub. */
export type Writer = Pick<GitHub, "createDeployment" | "createDeploymentStatus">;

/**
 * Tells that a run begins, before it touches a host: two writes. The value is the deployment's number, for `closeRun`.
 * A run that ends without closing it was interrupted.
 */
export async function openRun(github: Writer, opening: RunOpening): Promise<Answer<number>> {
  const { commit, run, tenants } = opening;
  const created = await github.createDeployment({
    ...{ ref: commit, task: TASK, environment: FLEET, payload: openingPayload(opening) },
    description: `${tenants.length} ${tenants.length === 1 ? "tenant" : "tenants"}`,
  });
  if (!created.ok) return created;
  const { id } = created.value;
  const status = { state: "in_progress", description: "", logUrl: run } as const;
  const begun = await github.createDeploymentStatus(id, status);
  return begun.ok ? { ok: true, value: id } : begun;
}

/** How a run ended. */
export interface RunEnd {
  /** `success` of a run that was opened as a whole: every tenant of the fleet runs its commit. */
  readonly state: Exclude<DeploymentState, "in_progress">;
  readonly description: string;
  readonly run: string;
}

/** Tells that a run has ended and every record of it is written: one write. */
export function closeRun(github: Writer, id: number, { run, ...end }: RunEnd): Promise<Answer<number>> {
  return github.createDeploymentStatus(id, { ...end, logUrl: run });
}

/** What was written, and what not and why: a sentence each. */
export interface Written {
  readonly written: readonly string[];
  readonly unwritten: readonly string[];
  readonly troubles: readonly string[];
}

/** Faults that every further write would meet too. */
const HOPELESS = new Set(["not-allowed", "limited", "unavailable"]);

/** Writes records of one wave. Never throws; after a fault that concerns them all, the rest is left unwritten. */
export async function writeRecords(
  github: Writer,
  wave: Wave,
  records: readonly TenantRecord[],
  run: RecordedRun,
): Promise<Written> {
  return writePacked(github, packRecords(wave, records, run), run.run);
}

/** Writes deployments that hold records, each with its state. `run`: the run's address. */
export async function writePacked(github: Writer, all: readonly Packed[], run: string): Promise<Written> {
  const written: string[] = [];
  const unwritten: string[] = [];
  const troubles: string[] = [];
  let isHopeless = false;
  for (const packed of all) {
    const answer: Answer<string | undefined> | undefined = isHopeless
      ? undefined
      : await writeOne(github, packed, run);
    const isWritten = answer?.ok === true;
    (isWritten ? written : unwritten).push(...packed.tenants);
    if (answer === undefined) continue;
    const trouble = answer.ok ? answer.value : answer.message;
    if (trouble !== undefined) troubles.push(`${packed.deployment.environment}: ${trouble}`);
    isHopeless = !answer.ok && HOPELESS.has(answer.fault);
  }
  return { written, unwritten, troubles };
}

/** The record is the deployment: without a status it is read all the same. The value tells what was not done. */
async function writeOne(
  github: Writer,
  { deployment, state }: Packed,
  run: string,
): Promise<Answer<string | undefined>> {
  const created = await github.createDeployment(deployment);
  if (!created.ok) return created;
  const { description } = deployment;
  const status = await github.createDeploymentStatus(created.value.id, { state, description, logUrl: run });
  return { ok: true, value: status.ok ? undefined : `it has no state: ${status.message}` };
}
