/** Runs of a fleet, recorded at a stand-in as the pipeline records them. */
import type { Outcome } from "../../src/deploy/outcome.ts";
import type { TenantRecord } from "../../src/fleet/record.ts";
import type { Answer, GitHub } from "../../src/github/ports.ts";
import { readRecords, type Records } from "../../src/github/read-records.ts";
import { closeRun, openRun, writeRecords } from "../../src/github/write-records.ts";
import { WAVES, type Wave } from "../../src/inventory/wave.ts";
import { clientOf } from "./client-of.ts";
import type { StandIn } from "./server.ts";

/** The commit of every record. */
export const COMMIT = "c".repeat(40);

/** The address of a run. */
export function addressOf(run: number): string {
  return `https://github.example/acme/fleet/actions/runs/${run}`;
}

/** `tenant-1` to `tenant-<count>`. */
export function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `tenant-${index + 1}`);
}

/** What became of a tenant in a run. */
export function record(tenant: string, outcome: Outcome, run: number): TenantRecord {
  return {
    ...{ tenant, outcome, commit: COMMIT, release: "e".repeat(64), run: addressOf(run) },
    finished: "2026-03-01T10:00:00.000Z",
    since: "2026-03-01T09:00:00.000Z",
    reason: `It ended ${outcome}. ${"Nothing else is to be done. ".repeat(6)}`,
    images: { nginx: `sha256:${"f".repeat(64)}` },
    toolkit: COMMIT,
  };
}

/** The value; throws where there is none. */
export function value<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

/** A run: all of its tenants end the same. */
export interface Told {
  readonly tenants: readonly string[];
  readonly outcome: Outcome;
  /** Default: true. */
  readonly isWhole?: boolean;
  /** False: it ends without a word. */
  readonly isClosed?: boolean;
  readonly commit?: string;
  /** When it had done with them. */
  readonly finished?: string;
}

/** A fleet whose runs are recorded at a stand-in. */
export class RecordedFleet {
  readonly standIn: StandIn;
  readonly github: GitHub;
  #last = 0;

  constructor(standIn: StandIn) {
    this.standIn = standIn;
    this.github = clientOf(standIn);
  }

  /** A run with its tenants spread over the four waves; returns its number. */
  async run({
    tenants,
    outcome,
    isWhole = true,
    isClosed = true,
    commit = COMMIT,
    finished,
  }: Told): Promise<number> {
    this.#last += 1;
    const id = this.#last;
    const run = addressOf(id);
    this.standIn.repository.runs.push({ id, status: "in_progress", conclusion: null });
    const deployment = value(await openRun(this.github, { run, commit, isWhole, tenants }));
    if (!isClosed) return id;
    await this.#write(
      id,
      commit,
      tenants.map((tenant) => ({ ...record(tenant, outcome, id), ...(finished && { finished }) })),
    );
    const state = outcome === "deployed" || outcome === "unchanged" ? "success" : "failure";
    value(await closeRun(this.github, deployment, { state, description: outcome, run }));
    this.end(id);
    return id;
  }

  async #write(id: number, commit: string, records: readonly TenantRecord[]): Promise<void> {
    const inWave = (wave: Wave) => records.filter((_, index) => WAVES[index % WAVES.length] === wave);
    const sizes = Object.fromEntries(WAVES.map((wave) => [wave, inWave(wave).length]));
    for (const wave of WAVES) {
      const run = { commit, run: addressOf(id), sizes };
      const { troubles } = await writeRecords(this.github, wave, inWave(wave), run);
      if (troubles.length > 0) throw new Error(troubles.join("\n"));
    }
  }

  /** The run has ended, whatever it told. */
  end(id: number): void {
    const { runs } = this.standIn.repository;
    runs[runs.findIndex((each) => each.id === id)] = { id, status: "completed", conclusion: "cancelled" };
  }

  /** Reads the records, in the run `own`. */
  async read(tenants: readonly string[], own?: number): Promise<Records> {
    const run = own === undefined ? {} : { run: addressOf(own) };
    return value(await readRecords(this.github, { tenants, ...run }));
  }
}
