/** A run's records as the fewest deployments that the token's budget bears: what is to be written, not the writing. Pure. */
import { countOutcomes, type Outcome } from "../deploy/outcome.ts";
import type { TenantRecord } from "../fleet/record.ts";
import { WAVES, type Wave } from "../inventory/wave.ts";
import type { DeploymentState, NewDeployment } from "./ports.ts";
import { LARGEST_PAYLOAD, sizeOf, TASK, tenantPayload, wavePayload, type Detail } from "./record-payload.ts";

/** Tenants of a run that have a deployment each; where there are more, each wave has one, or a few. */
export const MOST_SINGLE_TENANTS = 40;

/** Deployments of all waves together, two writes each; with the run's own three that is less than twenty. */
const MOST_DEPLOYMENTS = 8;

/** How many tenants each wave of the run has. */
export type WaveSizes = Readonly<Partial<Record<Wave, number>>>;

/** A deployment to make, and the state it then has. */
export interface Packed {
  readonly deployment: NewDeployment;
  readonly state: DeploymentState;
  readonly tenants: readonly string[];
}

/** The run that records belong to. */
export interface RecordedRun {
  /** The commit it deploys. */
  readonly commit: string;
  /** The run's address. */
  readonly run: string;
  readonly sizes: WaveSizes;
}

/** Some records of one wave, packed. */
export function packRecords(
  wave: Wave,
  records: readonly TenantRecord[],
  { commit, sizes }: RecordedRun,
): readonly Packed[] {
  const total = WAVES.reduce((sum, each) => sum + (sizes[each] ?? 0), 0);
  if (total <= MOST_SINGLE_TENANTS) return records.map((record) => packOne(record, commit));
  return chunked(records, allotment(wave, sizes, total)).map((chunk) => packWave(wave, chunk, commit));
}

/** Deployments a wave may have: one, and of those left over its part. */
function allotment(wave: Wave, sizes: WaveSizes, total: number): number {
  const waves = WAVES.filter((each) => (sizes[each] ?? 0) > 0).length;
  return 1 + Math.floor(((MOST_DEPLOYMENTS - waves) * (sizes[wave] ?? 0)) / total);
}

function packOne(record: TenantRecord, commit: string): Packed {
  const { tenant, outcome, reason } = record;
  return {
    deployment: {
      ...{ ref: commit, task: TASK, environment: `oml/${tenant}`, payload: tenantPayload(record) },
      description: `${outcome}: ${reason}`,
    },
    state: stateOf([outcome]),
    tenants: [tenant],
  };
}

interface Chunk {
  readonly records: readonly TenantRecord[];
  readonly detail: Detail;
}

function packWave(wave: Wave, { records, detail }: Chunk, commit: string): Packed {
  const tenants = records.map(({ tenant }) => tenant);
  const outcomes = records.map(({ outcome }) => outcome);
  return {
    deployment: {
      ...{ ref: commit, task: TASK, environment: `oml/wave-${wave}` },
      payload: wavePayload(records, detail),
      description: countOutcomes(outcomes),
    },
    state: stateOf(outcomes),
    tenants,
  };
}

/** In full where there is room; else reasons are cut, then images left out: what runs, the hosts say. */
const DETAILS: readonly Detail[] = [
  { reason: 1000, images: true },
  { reason: 200, images: true },
  { reason: 200, images: false },
  { reason: 60, images: false },
];

/**
 * As few payloads as hold all records in the fullest detail that stays within `most`. No record is ever left out:
 * where even the shortest do not fit (beyond some 2,500 tenants a run), there are more.
 */
function chunked(records: readonly TenantRecord[], most: number): readonly Chunk[] {
  const shortest = DETAILS.at(-1) ?? { reason: 0, images: false };
  for (const detail of DETAILS) {
    const chunks = split(records, detail);
    if (chunks.length <= most) return chunks;
  }
  return split(records, shortest);
}

/** Halves until every part fits. */
function split(records: readonly TenantRecord[], detail: Detail): readonly Chunk[] {
  if (records.length === 0) return [];
  const parts = Math.ceil(sizeOf(wavePayload(records, detail)) / LARGEST_PAYLOAD);
  if (records.length === 1 || parts <= 1) return [{ records, detail }];
  const size = Math.ceil(records.length / parts);
  return Array.from({ length: parts }, (_, index) => records.slice(index * size, (index + 1) * size)).flatMap(
    (part) => split(part, detail),
  );
}

const STATES: Readonly<Record<Outcome, DeploymentState>> = {
  unchanged: "success",
  deployed: "success",
  superseded: "inactive",
  postponed: "inactive",
  "rolled-back": "failure",
  "rollback-failed": "failure",
  refused: "error",
  interrupted: "error",
  unreachable: "error",
  failed: "failure",
};

/** The state of a deployment of these: the worst. */
export function stateOf(outcomes: readonly Outcome[]): DeploymentState {
  const states = new Set(outcomes.map((outcome) => STATES[outcome]));
  const order = ["failure", "error", "inactive"] as const;
  return order.find((state) => states.has(state)) ?? "success";
}
