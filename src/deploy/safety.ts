/** A tenant's data, kept safe before a deploy touches them: what asks for a backup set, and what is said of it. Pure. */
import { timeOfSet } from "../backup/set.ts";
import type { AnyDesired } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import { changesOf, isOfRelease, type Change } from "./changes.ts";
import type { Edges } from "./edges.ts";
import type { Outcome } from "./outcome.ts";
import type { Refusal } from "./refuse.ts";
import { isTakenOver } from "./unmarked.ts";

/** A set that was taken and read back, or how the run ends without one. */
export type Taken =
  | { readonly ok: true; readonly set: string }
  | { readonly ok: false; readonly end: readonly [Outcome, string] };

/** Takes a set of both hosts and reads it back; never throws for what hosts do. */
export type TakeSet = (edges: Edges) => Promise<Taken>;

/** How a tenant's data are kept safe. `off`: `tenant.yml` does without; `impossible`: why, and what to type. */
export type Safety =
  | { readonly kind: "on"; readonly take: TakeSet }
  | { readonly kind: "off" }
  | { readonly kind: "impossible"; readonly reason: string };

/** What decides whether a deploy needs a set. */
export interface AtRisk {
  /** App first. */
  readonly desired: readonly AnyDesired[];
  /** In the order of `desired`, complete: an unreachable host never gets here. */
  readonly answers: readonly Answer[];
  readonly safety: Safety;
  /** The set that this run has just taken; null: none. */
  readonly safetySet: string | null;
}

/** The application's image is run by these; it migrates the database. */
const APPLICATION: readonly string[] = ["omnileads", "daphne", "cron"];

/** The components through which a deploy would touch data that are there; none: there are no data, or nothing does. */
function findRisky(desired: readonly AnyDesired[], answers: readonly Answer[]): readonly string[] {
  if (!answers.some(hasDatabase)) return [];
  return changesOf(desired, answers)
    .filter(touchesData)
    .map(({ component }) => component);
}

/** A host that never finished a deploy has served nobody. A database that does not answer now is one all the same. */
function hasDatabase(answer: Answer): boolean {
  const isThere = answer.marks.some(
    ({ kind, marker, empty }) => kind === "database" && marker !== "absent" && empty !== true,
  );
  return isThere && (answer.committed !== null || isTakenOver(answer));
}

function touchesData(change: Change): boolean {
  return isOfData(change) && change.effect !== "enable" && change.because.some(isOfRelease);
}

/** Whether a component holds a tenant's data or migrates them. */
export function isOfData({ component, impact }: Pick<Change, "component" | "impact">): boolean {
  return impact === "data" || APPLICATION.includes(component);
}

/** A set is to be taken, since data would be touched through these components. */
export interface Secure {
  readonly kind: "secure";
  readonly components: readonly string[];
  readonly take: TakeSet;
}

/** Asks for a set: last of all, when nothing else is in the way of the change. */
export function secure({ desired, answers, safety, safetySet }: AtRisk): Secure | undefined {
  if (safety.kind !== "on" || safetySet !== null) return undefined;
  const components = findRisky(desired, answers);
  return components.length === 0 ? undefined : { kind: "secure", components, take: safety.take };
}

/** A change of data of which no set could be taken before. */
export function refuseUnsafe({ desired, answers, safety }: AtRisk): Refusal | undefined {
  if (safety.kind !== "impossible") return undefined;
  const risky = findRisky(desired, answers);
  if (risky.length === 0) return undefined;
  const reason = `${risky.join(", ")} would be changed, and no backup set can be taken before`;
  return { host: "omnileads-app", reason, remedy: `${safety.reason}. ${OTHERWISE}` };
}

/** The set that an earlier run took before it opened the transaction that is gone on with; null: none. */
export function takenBefore(answers: readonly Answer[]): string | null {
  return answers.map(({ journal }) => journal?.safety_set).find(Boolean) ?? null;
}

/** How to go on without a set. */
export const OTHERWISE = "To do without a set, write safety_backup: off in tenant.yml.";

/** What every report says of a tenant that does without. */
export function safetyNotices(kind: Safety["kind"]): readonly string[] {
  if (kind !== "off") return [];
  return ["tenant.yml says safety_backup: off, so no backup set is taken before data are changed"];
}

/** How to get back what was there before a deploy that did not end well. */
export function sayWayBack(tenant: string, set: string): string {
  const time = timeOfSet(set);
  const moment = time === undefined ? "" : new Date(time).toISOString().slice(0, 16).replace("T", " at ");
  const when = moment === "" ? "before" : `on ${moment} UTC`;
  return `The data as they were ${when} are in the set ${set}: oml restore --tenant ${tenant} --set ${set}`;
}
