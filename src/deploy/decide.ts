/** Decides, from what both hosts answer, the one next thing a deploy does. Pure. */
import type { HostName, Source } from "../release/desired.ts";
import { changesOf, isOfRelease, type Change } from "./changes.ts";
import { refuseOverridden } from "./drop-ins.ts";
import { refuseAhead, refuseOlder, withoutMerged, type Precedent } from "./refuse-release.ts";
import { unnoted } from "./noted.ts";
import { findOtherRun, type OtherRun } from "./other-run.ts";
import { duePhases, type DuePhases } from "./phases.ts";
import { findRefusal, type Refusal } from "./refuse.ts";
import { findResumable } from "./resume.ts";
import { refuseUnsafe, secure, type AtRisk, type Secure } from "./safety.ts";
import { isSettled } from "./unmarked.ts";
import { callsOf, cutsCalls, isOpen, mayCut, type Calls, type VoiceChanges } from "./voice.ts";

/** What a person asked for beside the release. */
export interface Wishes {
  /** Change nothing; only say what would be done. */
  readonly check: boolean;
  /** Do not wait for calls to end. */
  readonly now: boolean;
  /** Try again a release that was put back. */
  readonly retry: boolean;
  /** Accept data services and volumes without the tenant's marker. */
  readonly newData: boolean;
  /** Prepare the hosts whatever they say. */
  readonly prepare: boolean;
  /** Deploy a commit that is older than the hosts', or of which git cannot tell. */
  readonly allowOlder: boolean;
}

/** Both sides of the comparison. */
export interface Situation extends AtRisk {
  readonly tenant: string;
  readonly wishes: Wishes;
  /** Fingerprint of what host preparation would do. */
  readonly prepared: string;
  /** A fresh random token, used if a transaction begins. */
  readonly token: string;
  readonly source: Source;
  /** The hosts that run a commit this one may not go behind. */
  readonly precedents: readonly Precedent[];
  readonly voice: VoiceChanges;
  /** Of the tenant. */
  readonly timeZone: string;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Seconds this run has waited for calls to end. */
  readonly waited: number;
  /** The schema, by its fingerprint, that older code may meet. */
  readonly allowSchemaAhead?: string;
}

/** Names a transaction on a host. */
export interface Target {
  readonly host: HostName;
  readonly transaction: number;
  readonly token: string;
}

/** The next thing to do. */
export type Decision =
  | ({ readonly kind: "refused" } & Refusal)
  | ({ readonly kind: "wait" } & OtherRun)
  | { readonly kind: "prepare"; readonly hosts: readonly HostName[] }
  | { readonly kind: "put-back"; readonly targets: readonly Target[] }
  | Secure
  | {
      readonly kind: "held";
      readonly host: HostName;
      readonly component: string | null;
      readonly reason: string;
      readonly transaction: number;
      /** What is not healthy on either host now. */
      readonly unhealthy: readonly string[];
    }
  /** `note`: the hosts that name another commit, or another fingerprint, than the one they were found to run. */
  | { readonly kind: "unchanged"; readonly note: readonly Target[] }
  | ({ readonly kind: "postponed"; readonly waited: number } & Busy)
  | ({ readonly kind: "calls-up"; readonly left: number } & Busy)
  | {
      readonly kind: "closed";
      readonly components: readonly string[];
      readonly window: string;
      readonly timeZone: string;
    }
  | {
      readonly kind: "deploy";
      readonly targets: readonly Target[];
      readonly resumes: boolean;
      readonly changes: readonly Change[];
      readonly phases: DuePhases;
    };

/** Calls that are in the way of restarting components. Times beside it are seconds. */
interface Busy {
  readonly components: readonly string[];
  readonly calls: Calls;
}

type Gate = (situation: Situation) => Decision | undefined;

/** The first gate that has something to say decides. With `check`, what would be done before is passed over. */
export function decide(situation: Situation): Decision {
  const first: readonly Gate[] = [refuse, resume, waitForOther, spareCalls, putBack, prepare];
  const last: readonly Gate[] = [hold, settle, refuseChanges, keepHours, postpone];
  const gates = situation.wishes.check ? [refuse, ...last] : [...first, ...last, secure];
  for (const gate of gates) {
    const decision = gate(situation);
    if (decision) return decision;
  }
  return deployAs(situation, nextTransaction(situation), situation.token, false);
}

/** What a run would do before it looks at the components; for `check`. */
export function findPreliminaries(situation: Situation): readonly Decision[] {
  return [waitForOther, putBack, prepare].flatMap((gate) => gate(situation) ?? []);
}

function nextTransaction({ answers }: Situation): number {
  const seen = answers.flatMap(({ last_transaction, journal }) => [
    last_transaction,
    journal?.transaction ?? 0,
  ]);
  return 1 + Math.max(...seen);
}

function deployAs(situation: Situation, transaction: number, token: string, resumes: boolean): Decision {
  const targets = situation.desired.map(({ host }) => ({ host, transaction, token }));
  const changes = changesOf(situation.desired, situation.answers);
  return { kind: "deploy", targets, resumes, changes, phases: duePhases(situation, changes, resumes) };
}

function refuse(situation: Situation): Decision | undefined {
  const { tenant, desired, answers, source, wishes } = situation;
  const refusal = findRefusal(tenant, desired, answers, wishes.newData);
  const precedents = withoutMerged(situation.precedents, desired, answers, source);
  const found = refusal ?? refuseOlder(precedents, source, wishes.allowOlder);
  return found && { kind: "refused", ...found };
}

/** Goes on with an open transaction of this very release: re-attaches to its running step, or takes its next one. */
function resume(situation: Situation): Decision | undefined {
  const open = findResumable(situation.answers);
  return open && deployAs(situation, open.transaction, open.token, true);
}

function waitForOther({ answers }: Situation): Decision | undefined {
  const other = findOtherRun(answers);
  return other && { kind: "wait", ...other };
}

/** What was begun and is well is put back at zero calls too; where something is ill, at once, as a run does of its own. */
function spareCalls(situation: Situation): Decision | undefined {
  const { answers, desired, wishes, voice } = situation;
  const open = answers.filter(({ journal }) => journal !== null && journal.state !== "staged");
  const touched = desired.filter(({ host }) => open.some((answer) => answer.host === host));
  const carrying = touched.flatMap(({ components }) => components.filter(({ impact }) => impact === "calls"));
  const isWell = answers.every((answer) => answer.components.every(({ healthy }) => healthy));
  if (mayCut(wishes.now, voice) || !isWell) return undefined;
  return awaitCalls(
    situation,
    carrying.map(({ name }) => name),
  );
}

/** Ends what another release, or a put-back that was cut short, left open; what it was to remember it has already. */
function putBack({ answers }: Situation): Decision | undefined {
  const left = answers.flatMap(({ host, journal }) => (journal ? [{ host, journal }] : []));
  if (left.length === 0) return undefined;
  const targets = left.map(({ host, journal: { transaction, token } }) => ({ host, transaction, token }));
  return { kind: "put-back", targets };
}

function prepare({ answers, prepared, wishes }: Situation): Decision | undefined {
  const due = answers.filter(
    (answer) => wishes.prepare || answer.prepared !== prepared || answer.system.podman === null,
  );
  return due.length === 0 ? undefined : { kind: "prepare", hosts: due.map(({ host }) => host) };
}

/** What was put back stays so until it changes or a person says so: the component that failed, or the whole release. */
function hold({ answers, wishes }: Situation): Decision | undefined {
  const components = answers.flatMap((answer) => answer.components);
  if (wishes.retry || !components.some(({ differs }) => differs.some(isOfRelease))) return undefined;
  const culprit = answers.find(({ held }) => held !== null && held.component !== null);
  const answer = culprit ?? (answers.every(({ held }) => held !== null) ? answers[0] : undefined);
  if (!answer?.held) return undefined;
  const { component, reason, transaction } = answer.held;
  const unhealthy = components.filter(({ healthy }) => !healthy).map(({ name }) => name);
  return { kind: "held", host: answer.host, component, reason, transaction, unhealthy };
}

function settle(situation: Situation): Decision | undefined {
  const { desired, answers, source, token } = situation;
  if (!answers.every(isSettled) || changesOf(desired, answers).length > 0) return undefined;
  const target = { transaction: nextTransaction(situation), token };
  const isBehind = situation.wishes.allowOlder && situation.precedents.length > 0;
  const hosts = unnoted(desired, answers, source, isBehind);
  return { kind: "unchanged", note: hosts.map((host) => ({ host, ...target })) };
}

/** What a drop-in starts is left to people, a schema ahead to a review; data are touched only with a set of them. */
function refuseChanges(situation: Situation): Decision | undefined {
  const { desired, answers, allowSchemaAhead } = situation;
  const refusal =
    refuseOverridden(desired, answers) ?? refuseAhead(answers, allowSchemaAhead) ?? refuseUnsafe(situation);
  return refusal && { kind: "refused", ...refusal };
}

/** The components that would be restarted although they may carry calls, unless that is allowed at any time. */
function cuttingOf({ desired, answers, wishes, voice }: Situation): readonly string[] {
  if (mayCut(wishes.now, voice)) return [];
  return changesOf(desired, answers)
    .filter(cutsCalls)
    .map(({ component }) => component);
}

function keepHours(situation: Situation): Decision | undefined {
  const { voice, timeZone, now } = situation;
  if (voice.when !== "window" || isOpen(voice.window, timeZone, now)) return undefined;
  const components = cuttingOf(situation);
  return components.length === 0 ? undefined : { kind: "closed", components, window: voice.window, timeZone };
}

/** Calls are sacred: a restart that would cut them waits for none, and an unreadable count counts as "calls up". */
function postpone(situation: Situation): Decision | undefined {
  return awaitCalls(situation, cuttingOf(situation));
}

function awaitCalls(situation: Situation, components: readonly string[]): Decision | undefined {
  const calls = callsOf(situation.answers);
  if (components.length === 0 || calls.count === 0) return undefined;
  const { waited, voice } = situation;
  const left = voice.wait - waited;
  if (left > 0) return { kind: "calls-up", components, calls, left };
  return { kind: "postponed", components, calls, waited };
}
