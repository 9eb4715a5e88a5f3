/** A small world for histories of runs: a branch, hosts that run releases, records, and what may go wrong. */
import type { Wave } from "../../inventory/wave.ts";
import type { Since } from "../candidates.ts";
import type { Merge } from "../merges.ts";
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
  /** What changed at a canary and elsewhere in one merge is such a thing, whatever images say. */
  readonly merges: boolean;
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
  merges: true,
  sinceRecord: true,
  unsettled: true,
  later: true,
  begun: true,
};

/** What a commit says each tenant runs: its release is a digest, and behind a space a setting where it has one. */
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
const CANARIES = NAMES.filter((name) => TENANTS[name] === 1);

/** The world. What it forbids and sees nonetheless it writes into `violations`. */
export class World {
  readonly guards: Guards;
  readonly log: Content[] = [];
  readonly hosts = new Map<string, Host>();
  readonly records = new Map<string, TenantRecord>();
  readonly violations: string[] = [];
  /** `tenant word`: a digest or a setting that does the tenant no good. */
  readonly #sick = new Set<string>();
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

  /** A commit that gives some tenants a release nobody had, which does those of `sick` no good. */
  push(names: readonly string[], sick: readonly string[] = []): void {
    const digest = this.newDigest();
    this.#commit(names, () => digest, sick, digest);
  }

  /** The same, but only a setting is new: their images stay. */
  set(names: readonly string[], sick: readonly string[]): void {
    const setting = `setting-${this.log.length}`;
    this.#commit(names, (release) => `${imageOf(release)} ${setting}`, sick, setting);
  }

  #commit(
    names: readonly string[],
    change: (release: string) => string,
    sick: readonly string[],
    word: string,
  ): void {
    const before = this.log[this.tip] ?? {};
    const changed = names.map((name) => [name, change(before[name] ?? "")] as const);
    this.log.push({ ...before, ...Object.fromEntries(changed) });
    for (const name of sick) this.#sick.add(`${name} ${word}`);
  }

  /** Whether a release does a tenant no good. */
  isSick(name: string, release: string): boolean {
    return release.split(" ").some((word) => this.#sick.has(`${name} ${word}`));
  }

  /** A reviewed commit that brings back what an earlier one said. */
  revert(to: number): void {
    const content = this.log[to];
    if (content !== undefined) this.log.push(content);
  }

  /** What git says of a commit beside the tip. */
  since(number: number | null): Since {
    if (number === null) return { commit: null, isAncestor: null, files: null };
    const files = filesBetween(this.log[number], this.log[this.tip]);
    return { commit: commit(number), isAncestor: true, files };
  }

  /** What git lists of the branch since a commit; it is asked at the tip. */
  merges(base: string | null): readonly Merge[] {
    const since = base === null ? 0 : Number(base) + 1;
    const numbers = this.log.map((_, number) => number).slice(since);
    return numbers.reverse().map((number) => ({
      commit: commit(number),
      files: filesBetween(this.log[number - 1], this.log[number]),
    }));
  }

  /** A release starts on a tenant's hosts. */
  apply(name: string, release: string, number: number, seenTip: number): void {
    const host = this.host(name);
    if (number < host.newest) this.violations.push(`${name} went back from ${host.newest} to ${number}`);
    if (number !== seenTip) this.violations.push(`${name} was given ${number} in a turn at tip ${seenTip}`);
    const had = host.release?.split(" ") ?? [];
    const words = TENANTS[name] === 1 ? [] : release.split(" ").filter((word) => !had.includes(word));
    const unborne = words.find((word) => !this.#isBorne(word, number));
    if (unborne !== undefined) this.violations.push(`${name} was given ${unborne}, which no canary bears`);
    host.release = release;
  }

  /** Whether a canary does well with a digest or a setting; true where none has it. */
  #isBorne(word: string, number: number): boolean {
    return word.startsWith("setting-")
      ? this.#isSettingBorne(word, number)
      : this.#isDigestBorne(word, number);
  }

  #isDigestBorne(digest: string, number: number): boolean {
    const having = CANARIES.filter((name) => imageOf(this.log[number]?.[name] ?? "") === digest);
    return having.length === 0 || having.some((name) => !this.isSick(name, digest));
  }

  /** One that was given it does well with that release, or with one it has had since. */
  #isSettingBorne(setting: string, number: number): boolean {
    const since = this.log.slice(Number(setting.slice("setting-".length)), number + 1);
    const given = CANARIES.filter((name) => since[0]?.[name]?.endsWith(` ${setting}`) === true);
    const isWell = (name: string) => since.some((content) => !this.isSick(name, content[name] ?? ""));
    return given.length === 0 || given.some(isWell);
  }
}

function filesBetween(base: Content = {}, tip: Content = {}): readonly string[] {
  return NAMES.filter((name) => base[name] !== tip[name]).map((name) => `instances/${name}/inventory.yml`);
}

/** The image of a release. */
export function imageOf(release: string): string {
  return release.split(" ")[0] ?? "";
}
