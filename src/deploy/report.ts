/** The result of a run as one document. Pure. */
import type { AnyDesired, HostName, Source } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import type { Change } from "./changes.ts";
import type { Failure, Verdict } from "./judge.ts";
import { noticesOf } from "./notices.ts";
import type { Outcome } from "./outcome.ts";
import { sayWayBack, type Safety } from "./safety.ts";
import { sayDeployed } from "./sentences.ts";
import type { Calls } from "./voice.ts";

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

/** The image of a component as the release names it. */
export interface ReportImage {
  readonly tag: string;
  /** `sha256:…` */
  readonly digest: string;
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
  readonly source: Source;
  /** What a person set aside: `now`, `retry`, `new-data`, `allow-older`. */
  readonly overrides: readonly string[];
  /** The release's images, by component; what runs is that where the outcome is `deployed` or `unchanged`. */
  readonly images: Readonly<Record<string, ReportImage>>;
  /** With `rolled-back`: nothing was tried, for this release was put back before. */
  readonly held: boolean;
  /** The calls that were up when what carries them was restarted all the same; null: none was in the way. */
  readonly cut: Calls | null;
  /** Fingerprint of the database's schema at the last commit that could read it; null: not known. */
  readonly schema: string | null;
  /** The backup set that was taken before data were touched, by this run or the one it went on for; null: none was. */
  readonly safetySet: string | null;
  /** The transaction's number; null where there was none. */
  readonly transaction: number | null;
  readonly hosts: Readonly<Partial<Record<HostName, ReportHost>>>;
  readonly components: readonly ReportComponent[];
  readonly failure: Failure | null;
  /** What a person should know of the hosts, a sentence each; nothing was done about it. */
  readonly notices: readonly string[];
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
  /** As in a deploy's report. */
  readonly notices: readonly string[];
  readonly seconds: number;
}

/** The facts of a run that its end does not change. */
export interface RunFacts {
  readonly tenant: string;
  readonly desired: readonly AnyDesired[];
  readonly source: Source;
  readonly overrides: readonly string[];
  readonly answers: readonly Answer[];
  readonly transaction: number | null;
  readonly safety: Safety["kind"];
  readonly safetySet: string | null;
  readonly seconds: number;
}

/** A report on a run that did nothing to the components. */
export function reportNothing(facts: RunFacts, outcome: Outcome, reason: string): Report {
  const components =
    outcome === "unchanged" ? facts.desired.flatMap((state) => unchangedOf(state, facts)) : [];
  const schema = facts.answers.map(({ committed }) => committed?.schema).find(Boolean)?.fingerprint ?? null;
  return assemble(facts, { outcome, reason, components, failure: null, cut: null, schema });
}

/** A report on a run that never came to its hosts. */
export function reportUnbegun(
  facts: Pick<RunFacts, "tenant" | "source" | "overrides" | "seconds">,
  outcome: Outcome,
  reason: string,
): Report {
  const nothing = { desired: [], answers: [], transaction: null, safety: "on", safetySet: null } as const;
  return reportNothing({ ...facts, ...nothing }, outcome, reason);
}

/** A report on a transaction, with the calls it cut knowingly and the schema that its commit read. */
export function reportVerdict(
  facts: RunFacts,
  verdict: Verdict,
  { cut, schema }: Pick<Report, "cut" | "schema">,
): Report {
  const told = verdict.components.map(({ host, name, action, because, seconds, after }) => ({
    name,
    host,
    action,
    because,
    tag: tagOf(facts.desired, host, name, after),
    image: after,
    seconds,
  }));
  if (verdict.outcome === "deployed") {
    const reason = sayDeployed(verdict, facts.answers);
    return assemble(facts, { ...verdict, reason, components: withUntold(facts, told), cut, schema });
  }
  const { tenant, safetySet } = facts;
  const reason = safetySet === null ? verdict.reason : `${verdict.reason} ${sayWayBack(tenant, safetySet)}`;
  return assemble(facts, { ...verdict, reason, components: told, cut, schema });
}

/** With what the transaction left alone: nothing was to be done to it, and its host committed. */
function withUntold(facts: RunFacts, told: readonly ReportComponent[]): readonly ReportComponent[] {
  const isTold = ({ host, name }: ReportComponent): boolean =>
    told.some((component) => component.host === host && component.name === name);
  const every = facts.desired.flatMap((state) => unchangedOf(state, facts));
  return [...told, ...every.filter((component) => !isTold(component))];
}

function assemble(
  facts: RunFacts,
  end: Pick<Report, "outcome" | "reason" | "components" | "failure" | "cut" | "schema">,
): Report {
  const { outcome, reason, components, failure, cut, schema } = end;
  const hosts = facts.answers.map(({ host, system: { os, podman } }) => [host, { os, podman }]);
  return {
    format: 1,
    tenant: facts.tenant,
    outcome,
    reason,
    release: facts.desired[0]?.release ?? "",
    source: facts.source,
    overrides: facts.overrides,
    images: imagesOf(facts.desired),
    held: outcome === "rolled-back" && facts.transaction === null,
    cut,
    schema,
    safetySet: facts.safetySet,
    transaction: facts.transaction,
    hosts: Object.fromEntries(hosts),
    components,
    failure,
    notices: noticesOf(facts),
    seconds: facts.seconds,
  };
}

function imagesOf(desired: readonly AnyDesired[]): Report["images"] {
  const components = desired.flatMap((state) => state.components);
  return Object.fromEntries(
    components.map(({ name, tag, image }) => [name, { tag, digest: image.split("@")[1] ?? "" }]),
  );
}

function unchangedOf({ host, components }: AnyDesired, facts: RunFacts): readonly ReportComponent[] {
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
function tagOf(desired: readonly AnyDesired[], host: HostName, name: string, running: string | null): string {
  const state = desired.find((candidate) => candidate.host === host);
  const component = state?.components.find((candidate) => candidate.name === name);
  const other = running !== null && running.split("@")[1] !== component?.image.split("@")[1];
  return other ? "" : (component?.tag ?? "");
}
