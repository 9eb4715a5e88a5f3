/** The merges that a canary does not run yet, and the tenants that would take a part of one. Pure. */
import type { History } from "./candidates.ts";
import type { TenantRecord } from "./record.ts";
import { touchedBy } from "./touched.ts";
import type { Wave } from "../inventory/wave.ts";

/** A commit of the branch beside the one before it: what one merge brought, or one commit pushed as it is. */
export interface Merge {
  readonly commit: string;
  /** The files it changed, from the repository's root; null: git cannot tell. */
  readonly files: readonly string[] | null;
}

/** The branch's merges since each commit of `findBases`, newest first; null, as a whole: git cannot tell. */
export type Merges = ReadonlyMap<string | null, readonly Merge[] | null>;

/** A merge that changed the files of a canary which does not run it yet, and those of others. */
export interface DueMerge {
  readonly commit: string;
  /** The tenants whose files it changed and that were not deployed since, canaries among them. */
  readonly waiting: readonly string[];
  /** The canaries whose files it changed and that were found or brought to run it. */
  readonly proved: readonly string[];
}

/** What due merges are found from. */
export interface MergeQuestion extends History {
  readonly tenants: readonly Member[];
  readonly records: ReadonlyMap<string, Pick<TenantRecord, "settled">>;
  /** The tenants' folder from the repository's root, with a slash at its end; empty: the root. */
  readonly prefix: string;
}

interface Member {
  readonly name: string;
  readonly wave: Wave;
}

/** The commits from which git is to list the branch's merges; null: from its beginning. Mostly there are none. */
export function findBases(question: MergeQuestion): readonly (string | null)[] {
  const fleet = new Standing(question);
  return [...new Set(fleet.pendingCanaries().map((name) => fleet.base(name)))];
}

/** The merges that concern a canary and somebody else. Where git cannot tell, all up to the tip count as one. */
export function findDueMerges(question: MergeQuestion, merges: Merges, tip: string): readonly DueMerge[] {
  const fleet = new Standing(question);
  const due = fleet.pendingCanaries().flatMap((canary) => {
    const listed = merges.get(fleet.base(canary)) ?? [{ commit: tip, files: null }];
    const places = new Map(listed.map(({ commit }, place) => [commit, place]));
    const touching = listed.filter(({ files }) => fleet.touches(files)(canary));
    return touching.map((merge) => fleet.dueMerge(merge, places));
  });
  const each = new Map(due.map((merge) => [merge.commit, merge]));
  return [...each.values()].filter(({ waiting }) => waiting.length > 1);
}

/** Where each tenant of the fleet stands on the branch. */
class Standing {
  readonly #question: MergeQuestion;
  /** Of each commit that git was asked of, the folders that changed since. */
  readonly #changed: ReadonlyMap<string, (name: string) => boolean>;

  constructor(question: MergeQuestion) {
    this.#question = question;
    this.#changed = new Map(
      [...question.sinceRecord].map(([commit, { files }]) => [commit, this.touches(files)]),
    );
  }

  pendingCanaries(): readonly string[] {
    const canaries = this.#question.tenants.filter(({ wave }) => wave === 1);
    return canaries.map(({ name }) => name).filter((name) => this.#isPending(name));
  }

  /** Where the merges begin that a tenant may not run: one that was never deployed came after the last full success. */
  base(name: string): string | null {
    const { since } = this.#question;
    return this.#settled(name) ?? (since.isAncestor === true ? since.commit : null);
  }

  /** Tells of a tenant whether its files are among these. */
  touches(files: readonly string[] | null): (name: string) => boolean {
    return files === null ? () => true : touchedBy(files, this.#question.prefix);
  }

  dueMerge({ commit, files }: Merge, places: ReadonlyMap<string, number>): DueMerge {
    const isTouched = this.touches(files);
    const place = places.get(commit) ?? 0;
    // A commit that is not listed is older than the list.
    const runs = (name: string): boolean => (places.get(this.#settled(name) ?? "") ?? Infinity) <= place;
    const touched = this.#question.tenants.filter(({ name }) => isTouched(name));
    return {
      commit,
      waiting: touched.map(({ name }) => name).filter((name) => !runs(name) && this.#isPending(name)),
      proved: touched.flatMap(({ name, wave }) => (wave === 1 && runs(name) ? [name] : [])),
    };
  }

  /** Whether a tenant's files may be others than those it last ran. */
  #isPending(name: string): boolean {
    return this.#changed.get(this.#settled(name) ?? "")?.(name) ?? true;
  }

  #settled(name: string): string | undefined {
    return this.#question.records.get(name)?.settled;
  }
}
