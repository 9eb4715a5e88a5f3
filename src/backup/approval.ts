/** Whether a restore on GitHub may begin: who has to want it, and whether they did. Pure. */
import type { Answer, Environment } from "../github/ports.ts";
import { isDone } from "./outcome.ts";
import {
  areSame,
  codeOf,
  HOLDS,
  LATEST,
  type CodeKey,
  type People,
  type RestoreMode,
  type RestoreRequest,
} from "./restore-request.ts";
import type { EndedRestore } from "./restore-record.ts";

/** The environment of the job that reviewers let pass. */
export const GATE = "restore";

/** Whether the gate's environment makes sure that a second person let the run pass; where it does not, why. */
export type Gate = { readonly isGuarded: true } | { readonly isGuarded: false; readonly why: string };

/** The gate, from its environment's rules as GitHub tells them. */
export function gateOf(answer: Answer<Environment>): Gate {
  const open = (why: string): Gate => ({ isGuarded: false, why });
  if (!answer.ok) {
    if (answer.fault === "not-found") return open(`GitHub shows no environment '${GATE}'`);
    return open(`the rules of the environment '${GATE}' cannot be read (${answer.message})`);
  }
  const { reviewers, isSelfReviewPrevented, isBypassPrevented } = answer.value;
  if (reviewers === 0) return open(`the environment '${GATE}' has no required reviewers`);
  if (!isSelfReviewPrevented) return open(`in the environment '${GATE}' one may approve a run of one's own`);
  if (!isBypassPrevented)
    return open(`administrators may pass the environment '${GATE}' without an approval`);
  return { isGuarded: true };
}

/** What was typed. */
export interface TypedRestore {
  readonly tenant: string;
  readonly mode: RestoreMode;
  /** A set's id, or the word for the newest verified one; null: the mode takes none. */
  readonly set: string | null;
  readonly now: boolean;
  /** Empty: none. */
  readonly code: string;
}

/** What is known when it is decided. */
export interface ApprovalQuestion {
  readonly typed: TypedRestore;
  readonly people: People;
  /** `restore_approval` of `fleet.yml`. */
  readonly approval: "one" | "two";
  readonly gate: Gate;
  /** When the gate's job passed, in milliseconds since the epoch; NaN: nobody knows. */
  readonly passed: number;
  /** What was asked for lately, the newest first. Anybody may have written it: only codes prove that it was asked. */
  readonly asked: readonly RestoreRequest[];
  /** How restores ended, the newest first. */
  readonly ended: readonly EndedRestore[];
  /** Codes that were used. */
  readonly used: ReadonlySet<string>;
  readonly key: CodeKey;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

/** `restore`: begin, with this set; `why` says who let it. `ask`: show a plan and a code. `refused`: one sentence or two. */
export type Approval =
  | { readonly kind: "restore"; readonly set: string | null; readonly why: string; readonly code?: string }
  | { readonly kind: "ask"; readonly why: string }
  | { readonly kind: "refused"; readonly sentence: string };

/** Decides it. */
export function decideApproval(question: ApprovalQuestion): Approval {
  const { typed, people, approval, gate } = question;
  const bot = people.logins.find((login) => login.endsWith("[bot]"));
  if (bot !== undefined || people.logins.length === 0)
    return refused(
      `only a person starts a restore, and this run was started by ${bot ?? "nobody that GitHub names"}`,
      "Dispatch the workflow restore yourself.",
    );
  if (approval === "one")
    return { kind: "restore", set: typed.set, why: "fleet.yml says restore_approval: one" };
  if (gate.isGuarded) return decideGate(question);
  return typed.code === "" ? { kind: "ask", why: gate.why } : decideCode(question);
}

/** A job that is run again after the gate's passed long ago has nobody's approval. */
function decideGate(question: ApprovalQuestion): Approval {
  const { typed, passed, now } = question;
  const done = doneSince(question, passed);
  if (done !== undefined) return refused(`${done} after this run was approved`, "Dispatch it again.");
  if (now - passed <= HOLDS)
    return { kind: "restore", set: typed.set, why: `a reviewer of the environment '${GATE}' approved it` };
  const age = Number.isNaN(passed)
    ? "nobody knows when this run was approved"
    : "this run was approved before";
  return refused(`an approval holds for an hour, and ${age}`, "Dispatch it again.");
}

function decideCode(question: ApprovalQuestion): Approval {
  const { typed, asked, used, key, now, people } = question;
  const request = asked.find((one) => codeOf(one, key) === typed.code);
  if (request === undefined) return refused(`nobody was given the code ${typed.code}`, ANEW);
  if (used.has(typed.code)) return refused(`the code ${typed.code} was used before`, ANEW);
  if (now - Date.parse(request.asked) > HOLDS)
    return refused(`the code ${typed.code} held for an hour from ${sayTime(request.asked)}`, ANEW);
  const done = doneSince(question, Date.parse(request.asked));
  if (done !== undefined) return refused(`${done} after the code ${typed.code} was given`, ANEW);
  const other = differenceOf(request, typed);
  if (other !== undefined)
    return refused(
      `the code ${typed.code} is for ${other}`,
      `Type what its plan shows: ${sayInputs(request)}.`,
    );
  const who = request.people.logins.join(" and ");
  if (areSame(request.people, people))
    return refused(
      `${who} asked for it, and a second person has to dispatch it`,
      `Let a colleague type: ${sayInputs(request)}, code ${typed.code}.`,
    );
  const why = `${who} asked for it, ${people.logins.join(" and ")} gave the code`;
  return { kind: "restore", set: request.set, why, code: typed.code };
}

/** What was done to the tenant's data since then: nobody approved anything of those that are there now. */
function doneSince({ typed, ended }: ApprovalQuestion, since: number): string | undefined {
  const done = ended.find(
    ({ tenant, outcome, finished }) =>
      tenant === typed.tenant && isDone(outcome) && Date.parse(finished) > since,
  );
  return done && `${done.tenant} was ${done.outcome}`;
}

const ANEW = "Dispatch it without a code: that shows a plan, and another code for a colleague.";

/** What of a request is other than what was typed beside its code; undefined: nothing. */
function differenceOf(request: RestoreRequest, typed: TypedRestore): string | undefined {
  const { tenant, mode, set, now } = request;
  if (tenant !== typed.tenant) return `the tenant ${tenant}, not for ${typed.tenant}`;
  if (mode !== typed.mode) return `the mode ${mode}, not for ${typed.mode}`;
  if (typed.set !== LATEST && set !== typed.set) return `the set ${set ?? ""}, not for ${typed.set ?? ""}`;
  if (now !== typed.now)
    return now ? "cutting calls (now)" : "waiting for calls to end, not for cutting them";
  return undefined;
}

/** What a second person types, but for the code. */
export function sayInputs({ tenant, mode, set, now }: Omit<RestoreRequest, "people" | "asked">): string {
  const inputs = [
    `tenant ${tenant} (twice)`,
    `mode ${mode}`,
    set === null ? "" : `set ${set}`,
    now ? "now" : "",
  ];
  return inputs.filter((input) => input !== "").join(", ");
}

/** `13:07 UTC` of a moment. */
export function sayTime(moment: string): string {
  return `${new Date(moment).toISOString().slice(11, 16)} UTC`;
}

function refused(why: string, next: string): Approval {
  return { kind: "refused", sentence: `Nothing was done: ${why}. ${next}` };
}
