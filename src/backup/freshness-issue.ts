/** One issue a tenant whose backups need attention: what it says, how it is found again, what becomes of it. Pure. */
import { code, defused } from "../plan/markdown.ts";
import { sayTime } from "./freshness.ts";
import type { BackupHistory } from "./record.ts";
import { sayBytes } from "./report.ts";

/** The label of these issues. */
export const LABEL = "oml-backup";

/** An issue as far as it is looked at. */
export interface OpenIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** Login of who wrote it. */
  readonly author: string;
}

/** A tenant that has a policy, and what is wrong with it. */
export interface Judged {
  readonly tenant: string;
  readonly troubles: readonly string[];
  readonly known?: BackupHistory | undefined;
}

/** What is done about an issue. */
export type IssueAction =
  | { readonly kind: "create"; readonly tenant: string; readonly title: string; readonly body: string }
  | {
      readonly kind: "update";
      readonly tenant: string;
      readonly number: number;
      readonly title: string;
      readonly body: string;
    }
  | { readonly kind: "close"; readonly tenant: string; readonly number: number; readonly comment: string };

/** Issues that one run opens at the most; the next opens the others. */
export const MOST_NEW = 50;

/**
 * What is to be done so that each tenant in trouble has one open issue that says so, and no other has one. Only issues
 * by `author` are ours: anybody may write a marker.
 */
export function decideIssues(
  judged: readonly Judged[],
  open: readonly OpenIssue[],
  author: string,
): readonly IssueAction[] {
  const own = open.filter((issue) => issue.author === author);
  const of = Map.groupBy(
    own.toSorted((a, b) => a.number - b.number),
    ({ body }) => tenantIn(body),
  );
  const fates = judged.flatMap((one) => decideOne(one, of.get(one.tenant) ?? []));
  const known = new Set(judged.map(({ tenant }) => tenant));
  const gone = [...of].flatMap(([tenant, issues]) =>
    tenant === undefined || known.has(tenant) ? [] : issues.map((issue) => close(tenant, issue, GONE)),
  );
  return [...fates, ...gone];
}

const FRESH = "A verified set is there again as the policy wants it, and nothing else is amiss. Closed.";
const GONE = "The tenant is no longer in the fleet, or its `tenant.yml` has no `backup` any more. Closed.";

function decideOne(judged: Judged, [first, ...others]: readonly OpenIssue[]): readonly IssueAction[] {
  const { tenant, troubles } = judged;
  if (troubles.length === 0) {
    const all = first === undefined ? [] : [first, ...others];
    return all.map((issue) => close(tenant, issue, FRESH));
  }
  const [title, body] = [titleOf(tenant), bodyOf(judged)];
  if (first === undefined) return [{ kind: "create", tenant, title, body }];
  const twice = `#${String(first.number)} is about the same. Closed.`;
  const isSame = first.title === title && first.body.replaceAll("\r\n", "\n").trim() === body.trim();
  return [
    ...(isSame ? [] : [{ kind: "update", tenant, number: first.number, title, body } as const]),
    ...others.map((issue) => close(tenant, issue, twice)),
  ];
}

function close(tenant: string, { number }: OpenIssue, comment: string): IssueAction {
  return { kind: "close", tenant, number, comment };
}

const MARKER = /^<!-- oml-backup: ([\w-]+) -->/;

/** The tenant an issue is about, by the marker in its first line. */
function tenantIn(body: string): string | undefined {
  return MARKER.exec(body)?.[1];
}

function titleOf(tenant: string): string {
  return `Backups of ${tenant} need attention`;
}

/** The same text as long as nothing happens, so that nothing is edited every hour. */
function bodyOf({ tenant, troubles, known }: Judged): string {
  return [
    `<!-- oml-backup: ${tenant} -->`,
    ...troubles.map((trouble) => `- ${defused(trouble)}`),
    "",
    ...factsOf(known).flatMap((fact) => [fact, ""]),
    "Ask the hosts, then take a set and prove it:",
    "",
    "```",
    `npx oml backups --tenant ${tenant}`,
    `npx oml backup --tenant ${tenant}     # or the workflow backup, dispatched for the tenant`,
    `npx oml drill --tenant ${tenant}`,
    "```",
    "",
    "This issue is closed by itself once all of it is as it should be.",
  ].join("\n");
}

function factsOf(known: BackupHistory | undefined): readonly string[] {
  const { sets: [newest] = [], attempt, drill } = known ?? {};
  const size = newest?.bytes ?? null;
  return [
    newest === undefined
      ? "No verified set is recorded."
      : `Newest verified set: ${code(newest.id)}, begun on ${sayTime(newest.taken)}${size === null ? "" : `, ${sayBytes(size)}`}.`,
    attempt === undefined
      ? "No run tried to take one."
      : `The last run that tried to take one ended \`${attempt.outcome}\`: ${defused(attempt.reason)}`,
    ...(drill === undefined ? [] : [`Last drill: ${code(drill.set ?? "no set")}, \`${drill.outcome}\`.`]),
  ];
}
