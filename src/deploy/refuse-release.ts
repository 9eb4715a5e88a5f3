/** What a deploy must not bring: a release older than the hosts', or code older than its database. Pure. */
import type { AnyDesired, HostName, Source } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import { isOfRelease } from "./changes.ts";
import type { Refusal } from "./refuse.ts";

/** How the commit of a deploy stands to the one a host runs; `unknown`: git cannot tell. */
export type Relation = "older" | "unknown" | "not-older";

/** A host that runs, or is being brought to, a commit that this deploy may not go behind. */
export interface Precedent {
  readonly host: HostName;
  readonly source: Source;
  readonly relation: Exclude<Relation, "not-older">;
}

/** The sources a host has seen: of what runs, and of a transaction that is open. */
export function sourcesOf({ committed, journal }: Answer): readonly Source[] {
  return [journal?.source, committed?.source].filter((source) => source !== null && source !== undefined);
}

/**
 * Those of the precedents that hold. A commit that nobody reviewed holds no longer where a reviewed one has the very
 * release that the host committed and still has: it was merged by another name, squashed or rebased.
 */
export function withoutMerged(
  precedents: readonly Precedent[],
  desired: readonly AnyDesired[],
  answers: readonly Answer[],
  own: Source,
): readonly Precedent[] {
  if (own.commit === null || own.unreviewed !== null) return precedents;
  return precedents.filter(({ host, source }) => {
    const state = desired.find((candidate) => candidate.host === host);
    const answer = answers.find((candidate) => candidate.host === host);
    return source.unreviewed === null || !state || !answer || !hasRelease(state, answer);
  });
}

/** Whether the host was found to have it, whole, with its secrets, and to be in the middle of nothing else. */
function hasRelease({ release, complete }: AnyDesired, answer: Answer): boolean {
  const { committed, journal, components, surplus } = answer;
  const isSame = complete && committed?.release === release && journal === null && surplus.length === 0;
  return isSame && !components.some(({ differs }) => differs.some(isOfRelease));
}

/** Refuses to go back behind what a host runs. */
export function refuseOlder(
  [first]: readonly Precedent[],
  own: Source,
  allowOlder: boolean,
): Refusal | undefined {
  if (first === undefined || allowOlder) return undefined;
  const { host, source, relation } = first;
  const theirs = `it runs ${sayCommit(source)}`;
  const reason =
    relation === "older"
      ? `${theirs}, which is newer than ${sayCommit(own)}`
      : `${theirs}, and git cannot tell here whether that is newer than ${sayCommit(own)}`;
  const remedy =
    relation === "older"
      ? "Deploy the newest commit; to go back on purpose, revert it or use oml rollback. --allow-older deploys this one all the same."
      : sayUnknown(source, own);
  return { host, reason, remedy };
}

/** What helps where git cannot compare; a commit that was deployed unreviewed may be in no remote to fetch from. */
function sayUnknown(theirs: Source, own: Source): string {
  if (theirs.commit === null || own.commit === null || theirs.unreviewed === null)
    return "Fetch it (a shallow clone does not know it), or deploy with --allow-older.";
  return (
    "It was deployed unreviewed, and git does not know it here: push it or merge it without squashing, then fetch; " +
    "where that is done already or cannot be, deploy with --allow-older (dispatch: allow-older)."
  );
}

/** `commit 0123456789 (unreviewed: why)` */
function sayCommit({ commit, unreviewed }: Source): string {
  const name = commit === null ? "files that no commit names" : `commit ${commit.slice(0, 10)}`;
  return unreviewed === null || commit === null ? name : `${name} (unreviewed: ${unreviewed})`;
}

/** Refuses an application that was proved here on an older schema than the database has by now. */
export function refuseAhead(answers: readonly Answer[], allowed: string | undefined): Refusal | undefined {
  for (const { host, schema } of answers) {
    if (schema === null || schema.ahead.length === 0 || schema.fingerprint === allowed) continue;
    const list = [...schema.ahead.slice(0, 3), ...(schema.ahead.length > 3 ? ["…"] : [])].join(", ");
    const count = schema.ahead.length === 1 ? "1 migration" : `${String(schema.ahead.length)} migrations`;
    const reason = `the database is ahead of ${schema.component}'s release ${schema.tag} by ${count} (${list})`;
    const remedy =
      "Restore a backup of that release's time, or, where its code works on the newer schema, " +
      `have 'allow-schema-ahead: ${schema.fingerprint}' in tenant.yml reviewed.`;
    return { host, reason, remedy };
  }
  return undefined;
}
