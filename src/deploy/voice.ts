/** When what carries calls may be restarted: the tenant's `voice_changes`. Pure. */
import type { Answer, HostSteps } from "./answer.ts";
import type { Change } from "./changes.ts";

/** What a tenant allows. */
export interface VoiceChanges {
  readonly when: "idle" | "window" | "now";
  /** Seconds a deploy waits for calls to end. */
  readonly wait: number;
  /** `22:00-06:00`, in the tenant's time zone; it may span midnight. */
  readonly window: string;
}

/** Calls in progress; `count` null: nobody can tell. */
export interface Calls {
  readonly count: number | null;
  readonly detail: string;
}

/** Whether what carries calls is restarted without regard to them: a person says so now, or the tenant always. */
export function mayCut(now: boolean, { when }: Pick<VoiceChanges, "when">): boolean {
  return now || when === "now";
}

/** Whether a change ends calls that are up. */
export function cutsCalls({ impact, effect }: Change): boolean {
  return impact === "calls" && (effect === "restart" || effect === "stop");
}

/** The calls that the hosts count; none where nothing is there that could carry one. */
export function callsOf(answers: readonly Answer[]): Calls {
  return answers.find(({ calls }) => calls !== null)?.calls ?? { count: 0, detail: "" };
}

/**
 * The calls that a transaction cut knowingly: as the host counted them just before, as a put-back does too, else as both
 * hosts were asked; `changes`: those made without regard to calls. Null where nothing that carries calls was restarted so.
 */
export function cutBy(
  hosts: readonly HostSteps[],
  changes: readonly Change[],
  answers: readonly Answer[],
): Calls | null {
  const steps = hosts.flatMap((host) => host.steps);
  const counted = steps.find(({ cut }) => cut !== null)?.cut;
  if (counted) return counted;
  const restarted = steps
    .flatMap(({ components }) => components)
    .filter(({ action }) => action === "restarted" || action === "stopped")
    .map(({ name }) => name);
  const cutting = changes.filter(cutsCalls);
  return cutting.some(({ component }) => restarted.includes(component)) ? callsOf(answers) : null;
}

/** Whether a moment (seconds since the epoch) lies in a window; one that ends when it begins is always open. */
export function isOpen(window: string, timeZone: string, moment: number): boolean {
  const [from = "", to = ""] = window.split("-");
  const time = timeOfDay(timeZone, moment);
  if (from === to) return true;
  return from < to ? from <= time && time < to : time >= from || time < to;
}

/** `23:05` */
function timeOfDay(timeZone: string, moment: number): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return format.format(moment * 1000);
}
