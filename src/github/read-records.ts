/** Reads the fleet's records back out of the repository's deployments, which anybody who may write to it can add to. */
import { laterOf, type TenantRecord } from "../fleet/record.ts";
import type { Answer, Deployment, GitHub } from "./ports.ts";
import { readPayload, TASK, type RunOpening } from "./record-payload.ts";

/** Pages of deployments read at the most. */
const MOST_PAGES = 40;

/** Runs asked for their state at the most: of a fleet that has been red for longer, no full success is known. */
const MOST_STATES = 30;

type Reader = Pick<GitHub, "deployments" | "deploymentStatuses" | "workflowRun" | "whoAmI">;

/** Whose records are wanted. */
export interface Wanted {
  /** The tenants of the fleet: the reading ends when each has one. */
  readonly tenants: readonly string[];
  /** The address of the run that reads: it is not interrupted, whatever it looks like. */
  readonly run?: string;
}

/** What deployments tell of a fleet. */
export interface Records {
  /** Those that were read, newest first: the latest of each tenant, and some that are older. */
  readonly records: readonly TenantRecord[];
  /** Of each tenant that has one, the record of its latest deploy, whenever it was written. */
  readonly latest: ReadonlyMap<string, TenantRecord>;
  /** Tenants that another run set out to deploy and has not done with, as far as anybody knows. */
  readonly underWay: ReadonlySet<string>;
  /** Commit of the last run that took the whole fleet to its commit; null where none is known. */
  readonly since: string | null;
  /** What was skipped and why, and what could not be read: a sentence each. */
  readonly notes: readonly string[];
}

/** An opening, and the state its deployment has now. */
interface Opened extends RunOpening {
  readonly id: number;
  readonly created: string;
  /** Tenants of which nothing newer was known. */
  readonly unknown: readonly string[];
}

/** Reads them; a fault of the list is the answer, since half of it would hide failures. */
export async function readRecords(github: Reader, wanted: Wanted): Promise<Answer<Records>> {
  const author = await github.whoAmI();
  const reading = new Reading(wanted, author, github);
  let page = 0;
  for await (const answer of github.deployments({ task: TASK })) {
    if (!answer.ok) return answer;
    for (const deployment of answer.value) await reading.take(deployment);
    page += 1;
    if (reading.isDone() || page >= MOST_PAGES) break;
  }
  return { ok: true, value: reading.result() };
}

class Reading {
  readonly #records: TenantRecord[] = [];
  readonly #latest = new Map<string, TenantRecord>();
  /** Tenants about which the newest word was said: by a record, or by a run that was closed without one. */
  readonly #settled = new Set<string>();
  readonly #underWay = new Set<string>();
  readonly #notes: string[] = [];
  #since: string | null = null;
  #states = 0;
  readonly #wanted: Wanted;
  readonly #author: string;
  readonly #github: Reader;

  constructor(wanted: Wanted, author: string, github: Reader) {
    this.#wanted = wanted;
    this.#author = author;
    this.#github = github;
  }

  /** Takes the next older deployment. */
  async take({ id, task, author, payload, created }: Deployment): Promise<void> {
    if (task !== TASK) return;
    if (author !== this.#author) {
      this.#notes.push(`deployment ${id} was made by ${author || "nobody"}, not by ${this.#author}: skipped`);
      return;
    }
    const { told, broken } = readPayload(payload);
    this.#notes.push(...broken.map((fault) => `deployment ${id} holds no record: ${fault}: skipped`));
    if (told?.kind === "records") told.records.forEach((record) => this.#add(record));
    if (told?.kind === "run") await this.#takeRun({ ...told.opening, id, created });
  }

  #add(record: TenantRecord): void {
    this.#records.push(record);
    this.#latest.set(record.tenant, laterOf(this.#latest.get(record.tenant) ?? record, record));
    this.#settled.add(record.tenant);
  }

  /** Only a run that may be the newest word on somebody, or the last full success, is worth asking for its state. */
  async #takeRun(opening: Omit<Opened, "unknown">): Promise<void> {
    const unknown = opening.tenants.filter((tenant) => !this.#settled.has(tenant));
    const mayBeSince = this.#since === null && opening.isWhole;
    if (opening.run === this.#wanted.run || (unknown.length === 0 && !mayBeSince)) return;
    this.#states += 1;
    if (this.#states > MOST_STATES) return;
    const states = await this.#github.deploymentStatuses(opening.id);
    if (!states.ok) {
      this.#notes.push(`the state of ${opening.run} is not known: ${states.message}`);
      return;
    }
    // A later success makes an earlier one inactive: that it was one once is what counts.
    if (mayBeSince && states.value.includes("success")) this.#since = opening.commit;
    const isOpen = (states.value[0] ?? "in_progress") === "in_progress";
    if (isOpen) await this.#takeOpen({ ...opening, unknown });
    else for (const tenant of unknown) this.#settled.add(tenant);
  }

  /** A run that was never closed: interrupted where it has ended. */
  async #takeOpen({ run, commit, created, unknown }: Opened): Promise<void> {
    if (unknown.length === 0) return;
    const ended = await hasEnded(this.#github, run);
    if (ended !== true) {
      for (const tenant of unknown) this.#underWay.add(tenant);
      if (ended !== false) this.#notes.push(`whether ${run} still runs is not known: ${ended}`);
      return;
    }
    for (const tenant of unknown) this.#add(interrupted(tenant, { run, commit, created }));
  }

  isDone(): boolean {
    return this.#since !== null && this.#wanted.tenants.every((tenant) => this.#latest.has(tenant));
  }

  result(): Records {
    return {
      records: this.#records,
      latest: this.#latest,
      underWay: this.#underWay,
      since: this.#since,
      notes: this.#notes,
    };
  }
}

/** Whether a run has ended; a sentence where that is not known. One that GitHub no longer has, has. */
async function hasEnded(github: Reader, run: string): Promise<boolean | string> {
  const id = Number(/\/actions\/runs\/(\d+)/.exec(run)?.[1] ?? NaN);
  if (!Number.isSafeInteger(id)) return "its address names no run";
  const answer = await github.workflowRun(id);
  if (answer.ok) return answer.value.status === "completed";
  return answer.fault === "not-found" ? true : answer.message;
}

/** What is known of a tenant whose run ended without a word on it. */
function interrupted(
  tenant: string,
  { run, commit, created }: { readonly run: string; readonly commit: string; readonly created: string },
): TenantRecord {
  return {
    ...{ tenant, outcome: "interrupted", commit, release: "", finished: created, since: created, run },
    reason:
      "The run ended without telling what became of this tenant. Its hosts say what they run; run again.",
  };
}
