/** The result of a run as one document. Pure. */
import type { DesiredState, HostName } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import type { Change } from "./changes.ts";
import type { Failure, Verdict } from "./judge.ts";
import type { Outcome } from "./outcome.ts";

/** A component in a report. */
export interface ReportComponent {
  readonly name: string;
  readonly host: HostName;
  /** What was done to it: `unchanged`, `restarted`, `put back`, … */
  readonly action: string;
  readonly because: readonly string[];
  /** The tag of the release; empty where the component is not in it, or runs another image. */
  readonly tag: string;
  /** The image it runs now, by digest; null where nobody knows. */
  readonly image: string | null;
  readonly seconds: number;
}

/** A host in a report. */
export interface ReportHost {
  readonly os: string;
  readonly podman: string | null;
}

/** What `--format json` prints. */
export interface Report {
  readonly format: 1;
  readonly tenant: string;
  readonly outcome: Outcome;
  /** One or two sentences: what was and was not done, what to type next. */
  readonly reason: string;
  /** The public fingerprint of the release. */
  readonly release: string;
  /** The transaction's number; null where there was none. */
  readonly transaction: number | null;
  readonly hosts: Readonly<Partial<Record<HostName, ReportHost>>>;
  readonly components: readonly ReportComponent[];
  readonly failure: Failure | null;
  readonly seconds: number;
}

/** What `--check` finds: the outcome a deploy would begin with, and its changes. */
export interface CheckReport {
  readonly format: 1;
  readonly tenant: string;
  readonly check: true;
  /** `deploy`: these changes would be made; `unchanged`: none; else the outcome a deploy would have. */
  readonly would: "deploy" | Outcome;
  readonly reason: string;
  readonly release: string;
  /** What would be done before: preparation, an open transaction put back. */
  readonly first: readonly string[];
  readonly changes: readonly Change[];
  readonly seconds: number;
}

/** The facts of a run that its end does not change. */
export interface RunFacts {
  readonly tenant: string;
  readonly desired: readonly DesiredState<unknown>[];
  readonly answers: readonly Answer[];
  readonly transaction: number | null;
  readonly seconds: number;
}

/** A report on a run that did nothing to the components. */
export function reportNothing(facts: RunFacts, outcome: Outcome, reason: string): Report {
  const components =
    outcome === "unchanged" ? facts.desired.flatMap((state) => unchangedOf(state, facts)) : [];
  return assemble(facts, { outcome, reason, components, failure: null });
}

/** A report on a transaction. */
export function reportVerdict(facts: RunFacts, verdict: Verdict): Report {
  const components = verdict.components.map(({ host, name, action, because, seconds, after }) => ({
    name,
    host,
    action,
    because,
    tag: tagOf(facts.desired, host, name, after),
    image: after,
    seconds,
  }));
  return assemble(facts, { ...verdict, components });
}

function assemble(
  facts: RunFacts,
  { outcome, reason, components, failure }: Pick<Report, "outcome" | "reason" | "components" | "failure">,
): Report {
  const hosts = facts.answers.map(({ host, system: { os, podman } }) => [host, { os, podman }]);
  return {
    format: 1,
    tenant: facts.tenant,
    outcome,
    reason,
    release: facts.desired[0]?.release ?? "",
    transaction: facts.transaction,
    hosts: Object.fromEntries(hosts),
    components,
    failure,
    seconds: facts.seconds,
  };
}

function unchangedOf(
  { host, components }: DesiredState<unknown>,
  facts: RunFacts,
): readonly ReportComponent[] {
  const answer = facts.answers.find((candidate) => candidate.host === host);
  return components.map(({ name, tag }) => ({
    name,
    host,
    action: "unchanged",
    because: [],
    tag,
    image: answer?.components.find((component) => component.name === name)?.running ?? null,
    seconds: 0,
  }));
}

/** The release's tag of a component; empty where it runs another image than that tag's. */
function tagOf(
  desired: readonly DesiredState<unknown>[],
  host: HostName,
  name: string,
  running: string | null,
): string {
  const state = desired.find((candidate) => candidate.host === host);
  const component = state?.components.find((candidate) => candidate.name === name);
  const other = running !== null && running.split("@")[1] !== component?.image.split("@")[1];
  return other ? "" : (component?.tag ?? "");
}
