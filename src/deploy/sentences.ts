/** What is said to a person of each decision that ends a run, or goes before its changes. Pure. */
import type { AnyDesired } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import type { Change } from "./changes.ts";
import type { Decision } from "./decide.ts";
import type { Verdict } from "./judge.ts";
import type { Outcome } from "./outcome.ts";
import { sayWritten } from "./unmarked.ts";
import type { Calls } from "./voice.ts";

type Of<K extends Decision["kind"]> = Extract<Decision, { kind: K }>;

/** The end of a run that leaves the components alone; undefined: the decision asks for work. */
export function endOf(
  decision: Decision,
  { desired }: { readonly desired: readonly AnyDesired[] },
): readonly [Outcome, string] | undefined {
  switch (decision.kind) {
    case "unchanged":
      return ["unchanged", sayUnchanged(desired)];
    case "refused":
      return ["refused", sayRefused(decision)];
    case "held":
      return ["rolled-back", sayHeld(decision)];
    case "postponed":
      return ["postponed", sayPostponed(decision)];
    case "calls-up":
      return ["postponed", `${sayCallsUp(decision)}.`];
    case "closed":
      return ["postponed", sayClosed(decision)];
    default:
      return undefined;
  }
}

/** What was found to be right; with a selection of components, no more than those. */
export function sayUnchanged(desired: readonly AnyDesired[]): string {
  if (desired.every(({ complete }) => complete)) return "Both hosts run this release and are healthy.";
  const names = [...new Set(desired.flatMap(({ components }) => components.map(({ name }) => name)))];
  return `As released and healthy: ${names.join(", ")}. Nothing else was looked at.`;
}

/** What a deploy would do, as a check says it. */
export function sayWould(changes: readonly Change[], answers: readonly Answer[]): string {
  const what =
    changes.length > 0 ? "make these changes" : `restart nothing and write only ${sayWritten(answers)}`;
  return `A deploy would ${what}; nothing was changed now.`;
}

/** The reason of a deploy; where it touched no component, what it wrote. */
export function sayDeployed(
  { reason, components }: Pick<Verdict, "reason" | "components">,
  answers: readonly Answer[],
): string {
  const isQuiet = components.every(({ action, because }) => action === "unchanged" && because.length === 0);
  return isQuiet ? `Nothing had to be restarted; only ${sayWritten(answers)} was written.` : reason;
}

/** Why what was found could not be noted. */
export const ANOTHER_RUN =
  "Another run was at work on the hosts each time they were asked; this one changed nothing. Run again.";

/** Why nothing was touched, and what to check. */
function sayRefused({ host, reason, remedy }: Of<"refused">): string {
  return `${host}: ${reason}; nothing was touched. ${remedy}`;
}

/** Why a release stays put back. */
function sayHeld({ host, component, reason, transaction, unhealthy }: Of<"held">): string {
  const what = component === null ? host : `${component} on ${host}`;
  const now = unhealthy.length === 0 ? "What runs is healthy." : `NOT HEALTHY NOW: ${unhealthy.join(", ")}.`;
  return (
    `This release is held: transaction ${String(transaction)} put it back (${what}: ${reason.replace(/\.$/, "")}); ` +
    `nothing was touched. ${now} Change the release, or run again with --retry.`
  );
}

/** Which calls were in the way. */
function sayPostponed(decision: Of<"postponed">): string {
  const waited = decision.waited < 1 ? "" : ` after ${sayTime(decision.waited)} of waiting`;
  return `${sayBusy(decision)}${waited}; nothing was changed. Run again later, or with --now to cut them.`;
}

/** Which calls are waited for, and for how long. */
export function sayCallsUp(decision: Of<"calls-up">): string {
  return `${sayBusy(decision)}; waiting up to ${sayTime(decision.left)} for calls to end`;
}

function sayBusy({ components, calls }: { components: readonly string[]; calls: Calls }): string {
  return `${sayCalls(calls)} and ${components.join(", ")} would be restarted`;
}

/** When what carries calls may be changed. */
function sayClosed({ components, window, timeZone }: Of<"closed">): string {
  const opens = window.split("-")[0] ?? "";
  return `${components.join(", ")} may be restarted from ${opens} (${window}, ${timeZone}) and not now; nothing was changed. Run again then, or with --now.`;
}

/** `40 s`, `15 min` */
function sayTime(seconds: number): string {
  return seconds < 90 ? `${String(Math.ceil(seconds))} s` : `${String(Math.ceil(seconds / 60))} min`;
}

function sayCalls({ count, detail }: Calls): string {
  if (count === null) return `The number of calls cannot be read (${detail}), which counts as calls up,`;
  return count === 1 ? "1 call is up" : `${String(count)} calls are up`;
}

/** Who is at work on a host. */
export function sayWait({ host, step, transaction, by, since }: Of<"wait">, now: number): string {
  const age = String(Math.max(0, Math.round(now - since)));
  return `${host} is at work: '${step}' of transaction ${String(transaction)}, begun ${age} s ago by ${by || "somebody"}`;
}

/** What a transaction begins with; where an earlier run began it, the backup set that was taken then. */
export function sayBegun(resumes: boolean, transaction: number | null, safetySet: string | null): string {
  const which = `transaction ${String(transaction)}`;
  if (!resumes) return `beginning ${which}`;
  return `going on with ${which}${safetySet === null ? "" : `, before which the set ${safetySet} was taken`}`;
}

/** What would be done, or is done, before the components are looked at. */
export function sayFirst(decision: Decision, now: number): string {
  switch (decision.kind) {
    case "prepare":
      return `prepare ${decision.hosts.join(" and ")}`;
    case "put-back": {
      const list = decision.targets.map(
        ({ host, transaction }) => `${host} (transaction ${String(transaction)})`,
      );
      return `put back what another run left open on ${list.join(" and ")}`;
    }
    case "secure":
      return `take a backup set and read it back, since ${decision.components.join(", ")} will be changed`;
    case "wait":
      return `wait: ${sayWait(decision, now)}`;
    default:
      return decision.kind;
  }
}
