/** Finds the tenants a run looks at. It only narrows: whether a tenant has anything to do, its hosts say. Pure. */
import { isTenantName } from "../inventory/tenant-name.ts";
import { nameTenants } from "./named.ts";
import type { TenantRecord } from "./record.ts";
import { folderOf, touchedBy } from "./touched.ts";
import { isSettled } from "../deploy/outcome.ts";

/** What started the run. */
export type Trigger =
  | { readonly kind: "push" }
  | { readonly kind: "schedule" }
  /** The tenants a person named; the word `all` stands for every one. */
  | { readonly kind: "dispatch"; readonly tenants: readonly string[] };

/** What git says of a commit beside the tip. */
export interface Since {
  /** null: there was no such deploy. */
  readonly commit: string | null;
  /** Whether it is an ancestor of the tip; null: git cannot tell. */
  readonly isAncestor: boolean | null;
  /** The files that changed from it to the tip, from the repository's root; null: git cannot tell. */
  readonly files: readonly string[] | null;
}

/** What git says of what was deployed. */
export interface History {
  /** The last deploy after which the whole fleet ran one commit. */
  readonly since: Since;
  /**
   * The commits of the tenants' records, and those at which they last settled. What a tenant was given after the last fully successful deploy, and what the
   * branch took back since, no other comparison shows. What is missing here git was not asked.
   */
  readonly sinceRecord: ReadonlyMap<string, Since>;
}

/** What candidates are found from. */
export interface Question extends History {
  readonly trigger: Trigger;
  /** The tenants at the tip. */
  readonly tenants: readonly string[];
  /** The latest record of each tenant. */
  readonly records: ReadonlyMap<string, TenantRecord>;
  /** Tenants that another run set out to deploy and has not done with: what they run may change after this plan. */
  readonly underWay?: ReadonlySet<string>;
  /** The tenants' folder from the repository's root, with a slash at its end: `instances/`; empty: the root. */
  readonly prefix: string;
  /** The toolkit's commit. */
  readonly toolkit: string;
}

/** The tenants of a run, sorted, each with why it is looked at. */
export interface Candidates {
  readonly ok: true;
  readonly names: readonly string[];
  readonly why: Readonly<Record<string, string>>;
  /** Tenants whose folder is gone since the last fully successful deploy: their hosts are not touched. */
  readonly removed: readonly string[];
}

/** Candidates, or why there cannot be any. */
export type CandidatesResult = Candidates | { readonly ok: false; readonly message: string };

/** The candidates of a run. */
export function findCandidates(question: Question): CandidatesResult {
  const { trigger } = question;
  if (trigger.kind === "dispatch") return named(question, trigger.tenants);
  const removed = removedTenants(question);
  if (trigger.kind === "schedule")
    return everyone(question, "every tenant is looked at on schedule", removed);
  const all = whyAll(question);
  return all === undefined ? narrowed(question, removed) : everyone(question, all, removed);
}

function everyone({ tenants }: Question, reason: string, removed: readonly string[]): CandidatesResult {
  return candidates(new Map(tenants.map((name) => [name, reason])), removed);
}

function candidates(why: ReadonlyMap<string, string>, removed: readonly string[]): Candidates {
  return { ok: true, names: [...why.keys()].sort(), why: Object.fromEntries(why), removed };
}

function named(question: Question, wanted: readonly string[]): CandidatesResult {
  const found = nameTenants(wanted, question.tenants);
  if (!found.ok) return { ok: false, message: `${found.message} Nothing was deployed.` };
  if (wanted.includes("all")) return everyone(question, "all were asked for", []);
  return candidates(new Map(found.names.map((name) => [name, "it was asked for"])), []);
}

/** Why git cannot narrow the search; undefined: it can. */
function whyAll({ since, prefix }: Question): string | undefined {
  if (since.commit === null) return "there is no fully successful deploy yet";
  const short = since.commit.slice(0, 8);
  if (since.isAncestor === false)
    return `the branch no longer holds ${short}, the last fully successful deploy`;
  if (since.isAncestor === null || since.files === null) return `git cannot tell what changed since ${short}`;
  const shared = since.files.find((file) => isShared(file, prefix));
  return shared === undefined ? undefined : `${shared} changed, which every tenant's release depends on`;
}

/** The files and folders of this repository that are the toolkit a run deploys with: they take part in every release. */
export const TOOLKIT_OF_A_RUN: readonly string[] = [
  "src",
  "playbooks",
  "actions/deploy",
  "package-lock.json",
  "package.json",
  "requirements.txt",
];

/** Whether a file takes part in every tenant's release. */
function isShared(file: string, prefix: string): boolean {
  return (
    file === `${prefix}fleet.yml` ||
    TOOLKIT_OF_A_RUN.some((path) => file === path || file.startsWith(`${path}/`))
  );
}

function narrowed(question: Question, removed: readonly string[]): Candidates {
  const isChanged = touchedBy(question.since.files ?? [], question.prefix);
  const since = new Map(
    [...question.sinceRecord].map(([commit, { files }]) => [commit, concernedBy(files, question)]),
  );
  const why = question.tenants.flatMap((name): readonly (readonly [string, string])[] => {
    if (isChanged(name)) return [[name, "its files changed"]];
    const left = whyLeft(name, question, since);
    return left === undefined ? [] : [[name, left]];
  });
  return candidates(new Map(why), removed);
}

/** Tells of a tenant whether changed files concern it; undefined where git cannot tell them. */
type Concerned = ((tenant: string) => boolean) | undefined;

function concernedBy(files: readonly string[] | null, { prefix }: Question): Concerned {
  if (files === null) return undefined;
  return files.some((file) => isShared(file, prefix)) ? () => true : touchedBy(files, prefix);
}

function whyLeft(
  name: string,
  question: Question,
  since: ReadonlyMap<string, Concerned>,
): string | undefined {
  if (question.underWay?.has(name)) return "another run is at work on it";
  const record = question.records.get(name);
  if (record === undefined) return "no deploy of it is recorded";
  if (!isSettled(record.outcome)) return `its last deploy ended ${record.outcome}`;
  const isOther = record.toolkit !== undefined && record.toolkit !== question.toolkit;
  if (isOther) return "the toolkit is another one than at its last deploy";
  return record.commit === question.since.commit
    ? undefined
    : whyChanged(name, record.commit, since.get(record.commit));
}

function whyChanged(name: string, commit: string, isConcerned: Concerned): string | undefined {
  if (isConcerned === undefined)
    return `git cannot tell what changed since ${commit.slice(0, 8)}, its last deploy`;
  return isConcerned(name) ? "its files changed since its last deploy" : undefined;
}

/** Folders that held an inventory, and hold none now. */
function removedTenants({ since, tenants, prefix }: Question): readonly string[] {
  const names = since.files?.flatMap((file) => {
    const name = folderOf(file, prefix);
    return name !== undefined && file === `${prefix}${name}/inventory.yml` ? [name] : [];
  });
  return [...new Set(names)].filter((name) => isTenantName(name) && !tenants.includes(name)).sort();
}
