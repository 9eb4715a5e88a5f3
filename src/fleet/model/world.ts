/** A small world for histories of runs: a branch, hosts that run releases, records, and what may go wrong. */
import type { Wave } from "../../inventory/wave.ts";
import type { Since } from "../candidates.ts";
import type { TenantRecord } from "../record.ts";
import { commit } from "../testing.ts";

/** The guards a world may lack, to see that its histories notice. */
export interface Guards {
  /** The tip is looked at before each tenant. */
  readonly superseded: boolean;
  /** A host refuses a commit older than the one it runs. */
  readonly olderRefused: boolean;
  /** A host notes, as a transaction of its own, the commit of a release it runs already. */
  readonly noted: boolean;
  /** A host refuses a step where another transaction came between. */
  readonly transactions: boolean;
  /** What no canary has proved goes no further. */
  readonly canary: boolean;
  /** Each record's commit is compared with the tip, too. */
  readonly sinceRecord: boolean;
  /** A tenant whose last deploy did not end well is looked at, whatever changed. */
  readonly unsettled: boolean;
  /** Of two records of a tenant the one of the later deploy counts, not the one that was written last. */
  readonly later: boolean;
  /** A run records that it begins a tenant before it contacts a host. */
  readonly begun: boolean;
}

export const GUARDED: Guards = {
  superseded: true,
  olderRefused: true,
  noted: true,
  transactions: true,
  canary: true,
  sinceRecord: true,
  unsettled: true,
  later: true,
  begun: true,
};

/** What a commit says each tenant runs: one digest stands for its whole release. */
export type Content = Readonly<Record<string, string>>;

/** A transaction that is open on a tenant's hosts. */
export interface Open {
  /** The run whose it is. */
  readonly run: Alive;
  readonly commit: number;
  readonly former: string | null;
}

/** Whether a run's processes still work. */
export interface Alive {
  isAlive: boolean;
}

/** A tenant's hosts, as one. */
export interface Host {
  release: string | null;
  /** The number of the commit they run; -1: none yet. */
  commit: number;
  /** The newest commit whose release they were brought to, or found to run: what nobody but this world knows. */
  newest: number;
  held: string | null;
  transaction: number;
  open: Open | null;
  isReachable: boolean;
}

/** The tenants: two canaries, and later waves. */
export const TENANTS: Readonly<Record<string, Wave>> = {
  "canary-a": 1,
  "canary-b": 1,
  acme: 2,
  beta: 2,
  demo: 3,
  zeta: 4,
};
export const NAMES = Object.keys(TENANTS);

/** The world. What it forbids and sees nonetheless it writes into `violations`. */
export class World {
  readonly guards: Guards;
  readonly log: Content[] = [];
  readonly hosts = new Map<string, Host>();
  readonly records = new Map<string, TenantRecord>();
  readonly violations: string[] = [];
  /** `tenant digest`: a release that does the tenant no good. */
  readonly sick = new Set<string>();
  lastFull: number | null = null;
  #clock = Date.parse("2026-03-01T00:00:00Z");
  #digests = 0;

  constructor(guards: Guards) {
    this.guards = guards;
    const first = this.newDigest();
    this.log.push(Object.fromEntries(NAMES.map((name) => [name, first])));
    for (const name of NAMES) {
      const nothing = { release: null, commit: -1, newest: -1, held: null, transaction: 0, open: null };
      this.hosts.set(name, { ...nothing, isReachable: true });
    }
  }

  get tip(): number {
    return this.log.length - 1;
  }

  newDigest(): string {
    this.#digests += 1;
    return `sha256:${String(this.#digests).padStart(64, "0")}`;
  }

  /** Time passes with everything that is done. */
  now(): string {
    this.#clock += 60_000;
    return new Date(this.#clock).toISOString();
  }

  host(name: string): Host {
    const host = this.hosts.get(name);
    if (host === undefined) throw new Error(`no host of ${name}`);
    return host;
  }

  /** A commit that gives some tenants a release nobody had. */
  push(names: readonly string[]): string {
    const digest = this.newDigest();
    this.log.push({ ...this.log[this.tip], ...Object.fromEntries(names.map((name) => [name, digest])) });
    return digest;
  }

  /** A reviewed commit that brings back what an earlier one said. */
  revert(to: number): void {
    const content = this.log[to];
    if (content !== undefined) this.log.push(content);
  }

  /** What git says of a commit beside the tip. */
  since(number: number | null): Since {
    if (number === null) return { commit: null, isAncestor: null, files: null };
    const [base, tip] = [this.log[number] ?? {}, this.log[this.tip] ?? {}];
    const changed = NAMES.filter((name) => base[name] !== tip[name]);
    const files = changed.map((name) => `instances/${name}/images.lock.json`);
    return { commit: commit(number), isAncestor: true, files };
  }

  /** A release starts on a tenant's hosts. */
  apply(name: string, digest: string, number: number, seenTip: number): void {
    const host = this.host(name);
    if (number < host.newest) this.violations.push(`${name} went back from ${host.newest} to ${number}`);
    if (number !== seenTip) this.violations.push(`${name} was given ${number} in a turn at tip ${seenTip}`);
    const content = this.log[number] ?? {};
    const isSickOnCanaries = NAMES.filter((other) => TENANTS[other] === 1).every(
      (other) => content[other] === digest && this.sick.has(`${other} ${digest}`),
    );
    if (isSickOnCanaries && TENANTS[name] !== 1)
      this.violations.push(`${name} was given what no canary bears`);
    host.release = digest;
  }
}
