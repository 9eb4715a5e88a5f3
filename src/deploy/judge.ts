/** Judges a transaction by what both hosts said of its steps. Pure; what nobody said is never success. */
import type { HostName } from "../release/desired.ts";
import { sentence } from "../report/sentence.ts";
import type { ComponentResult, HostSteps, StepResult } from "./answer.ts";
import { isOfRelease } from "./changes.ts";
import type { Outcome } from "./outcome.ts";

/** Where and how it failed. */
export interface Failure {
  readonly host: HostName;
  readonly step: string;
  readonly component: string | null;
  readonly probe: string | null;
  readonly message: string;
  /** The component's last log lines, redacted. */
  readonly log: readonly string[];
}

/** A component as the transaction left it. */
export type Deed = ComponentResult & { readonly host: HostName };

/** The judgement of a run. */
export interface Verdict {
  readonly outcome: Outcome;
  /** One or two sentences: what was and was not done, what to type next. */
  readonly reason: string;
  readonly failure: Failure | null;
  readonly components: readonly Deed[];
}

/** The judgement of a transaction where a signal stopped the run: only what was deployed by then is known. */
export function stopped(verdict: Verdict): Verdict {
  if (verdict.outcome === "deployed") return verdict;
  const reason =
    "Stopped by a signal; the hosts finish the step they are in. Run again: what was begun is finished or put back.";
  return { ...verdict, outcome: "interrupted", reason };
}

/** The hosts that must still be put back before a judgement is possible: a step failed somewhere. */
export function findNotPutBack(hosts: readonly HostSteps[]): readonly HostName[] {
  if (findFailure(hosts) === null) return [];
  return hosts.filter((host) => wasStaged(host) && !putBackOf(host)).map(({ host }) => host);
}

/** Staged, or perhaps so: a step without a result may have opened the journal. */
function wasStaged({ steps }: HostSteps): boolean {
  return steps.some(({ step, ok }) => step === "stage" && ok);
}

/** The one outcome of a transaction. */
export function judge(hosts: readonly HostSteps[]): Verdict {
  const failure = findFailure(hosts);
  const components = deedsOf(hosts);
  const end = (outcome: Outcome, reason: string): Verdict => ({ outcome, reason, failure, components });
  if (failure) return end(...judgeFailure(hosts, failure));
  if (hosts.every(isCommitted)) return end("deployed", sumUp(components));
  return end(...judgeSilence(hosts));
}

function isCommitted({ steps }: HostSteps): boolean {
  return steps.some(({ step, ok }) => step === "commit" && ok);
}

function putBackOf({ steps }: HostSteps): StepResult | undefined {
  return steps.findLast(({ step }) => step === "put_back");
}

function findFailure(hosts: readonly HostSteps[]): Failure | null {
  for (const host of hosts) {
    const failed = host.steps.find(({ step, ok }) => step !== "put_back" && !ok);
    if (failed) return toFailure(host.host, failed);
  }
  return null;
}

function toFailure(host: HostName, { step, error, message }: StepResult): Failure {
  return {
    host,
    step,
    component: error?.component ?? null,
    probe: error?.probe ?? null,
    message: error?.message ?? message,
    log: error?.log ?? [],
  };
}

type End = readonly [Outcome, string];

function judgeFailure(hosts: readonly HostSteps[], failure: Failure): End {
  const cause = hosts.flatMap(({ steps }) => steps).find(({ step, ok }) => step !== "put_back" && !ok);
  const what = sentence(cause?.message ?? failure.message);
  const stuck = hosts.find((host) => putBackOf(host)?.ok === false);
  if (cause?.status === "failed" && isSameRelease(hosts)) {
    return ["failed", `${what} It is what the release says, and a restart did not mend it: read its log.`];
  }
  if (stuck) return ["rollback-failed", rollbackFailed(stuck, what)];
  const silent = hosts.find((host) => wasStaged(host) && !putBackOf(host));
  if (silent) return judgeNotPutBack(silent, what);
  if (cause?.status === "busy") return ["postponed", `${what} ${sayUndone(hosts)}`];
  if (cause?.status === "refused") return judgeRefused(hosts, what);
  return judgePutBack(hosts, failure, what);
}

function rollbackFailed(host: HostSteps, what: string): string {
  const back = putBackOf(host);
  return `${what} Putting ${host.host} back failed too: ${sentence(back?.error?.message ?? back?.message ?? "")}`;
}

function judgeNotPutBack(host: HostSteps, what: string): End {
  if (host.unreachable !== undefined) {
    return [
      "unreachable",
      `${what} ${host.host} was lost before it was put back: ${sentence(host.unreachable)} Run again.`,
    ];
  }
  return [
    "interrupted",
    `${what} ${host.host} did not say that it was put back. Run again: the next run finishes it.`,
  ];
}

/** What calls that came up on the way have undone. */
function sayUndone(hosts: readonly HostSteps[]): string {
  const names = [...new Set(touchedBy(hosts).map(({ name }) => name))];
  if (names.length === 0) return "Nothing else was changed.";
  const migrated = names.includes("omnileads") ? "; the database keeps the migrations it has had" : "";
  return `Before that ${names.join(", ")} had been changed, and what ran before runs again${migrated}.`;
}

/** A step that is refused after others were done: another run has taken the tenant over. */
function judgeRefused(hosts: readonly HostSteps[], what: string): End {
  if (touchedBy(hosts).length === 0) return ["refused", what];
  const reason = `Another run took over in the middle and put this run's changes back (it was told: ${what})`;
  return ["interrupted", `${reason} Run again if this release is still wanted.`];
}

/**
 * Whether another run came between this one's question and its first change: it touched nothing and left nothing open,
 * so that it may ask anew. `first`: whether it lost the first host, which only one of two runs can.
 */
export function findOvertaken(hosts: readonly HostSteps[]): { readonly first: boolean } | undefined {
  const bad = hosts.map(({ steps }) => steps.find(({ step, ok }) => step !== "put_back" && !ok));
  const isOvertaken =
    bad.some((step) => step?.overtaken === true) && bad.every((step) => step?.overtaken ?? true);
  const isClosed = hosts.every((host) => !wasStaged(host) || putBackOf(host)?.ok === true);
  if (!isOvertaken || !isClosed || touchedBy(hosts).length > 0) return undefined;
  return { first: bad[0] !== undefined };
}

function touchedBy(hosts: readonly HostSteps[]): readonly ComponentResult[] {
  const applied = hosts.flatMap(({ steps }) => steps.filter(({ step }) => step === "apply"));
  return applied.flatMap(({ components }) => components.filter(isTouched));
}

/** Whether this deed brought something of a release that did not run before. */
export function changesRelease({ action, because }: ComponentResult): boolean {
  return action !== "unchanged" && because.some(isOfRelease);
}

function isSameRelease(hosts: readonly HostSteps[]): boolean {
  const touched = touchedBy(hosts);
  return touched.length > 0 && !touched.some(changesRelease);
}

function judgePutBack(hosts: readonly HostSteps[], failure: Failure, what: string): End {
  const touched = touchedBy(hosts).length > 0;
  if (failure.step === "stage" || !touched) return ["failed", `${what} Nothing that runs was changed.`];
  if (!hosts.some((host) => (putBackOf(host)?.components.length ?? 0) > 0)) {
    return [
      "failed",
      `${what} There is no former release to put back: everything is left for inspection, and the next run continues.`,
    ];
  }
  const told = hosts.map((host) => `${host.host}: ${sentence(putBackOf(host)?.message ?? "not touched")}`);
  return ["rolled-back", `${what} Both hosts run their former release again. ${told.join(" ")}`];
}

function isTouched({ action }: ComponentResult): boolean {
  return action !== "unchanged";
}

/** No step failed, yet not every host committed. */
function judgeSilence(hosts: readonly HostSteps[]): End {
  const lost = hosts.find(({ unreachable }) => unreachable !== undefined);
  if (lost) {
    return [
      "unreachable",
      `${lost.host} cannot be reached: ${sentence(lost.unreachable ?? "")} Run again: what was begun is finished or put back.`,
    ];
  }
  const broken = hosts.find((host) => host.broken !== undefined);
  const open = hosts.find((host) => !isCommitted(host));
  if (broken && !hosts.some(({ steps }) => steps.length > 0)) {
    return [
      "failed",
      `${broken.host} could not do the first step: ${sentence(broken.broken ?? "")} Nothing was changed.`,
    ];
  }
  const why = broken ? ` (${broken.broken ?? ""})` : "";
  return [
    "interrupted",
    `${open?.host ?? "a host"} did not say how the deploy ended${why}. Run again: what was begun is finished or put back.`,
  ];
}

/** The last word on each component, put-back included, in the order they were touched. */
function deedsOf(hosts: readonly HostSteps[]): readonly Deed[] {
  const deeds = new Map<string, Deed>();
  for (const { host, steps } of hosts) {
    for (const component of steps
      .filter(({ step }) => step !== "commit")
      .flatMap(({ components }) => components)) {
      deeds.set(`${host}/${component.name}`, { host, ...component });
    }
  }
  return [...deeds.values()];
}

function sumUp(components: readonly Deed[]): string {
  const touched = components.filter(isTouched);
  if (touched.length === 0) return sayEnabled(components);
  if (touched.length > 4) return `${countActions(touched)}; every probe passed.`;
  return `${touched.map(({ name, action }) => `${name} ${action}`).join(", ")}; every probe passed.`;
}

/** What was well but for not being started at boot. */
function sayEnabled(components: readonly Deed[]): string {
  const names = components.filter(({ because }) => because.includes("disabled")).map(({ name }) => name);
  return `Nothing had to be restarted${names.length > 0 ? `; enabled at boot: ${names.join(", ")}` : ""}.`;
}

/** `3 restarted, 10 installed` */
function countActions(components: readonly Deed[]): string {
  const actions = [...new Set(components.map(({ action }) => action))];
  const count = (action: string): number => components.filter((deed) => deed.action === action).length;
  return actions.map((action) => `${String(count(action))} ${action}`).join(", ");
}
