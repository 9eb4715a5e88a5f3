/** What a deploy changes at a tenant, component by component. Pure. */
import type { AnyDesired, HostName, Impact } from "../release/desired.ts";
import type { Answer, ComponentAnswer } from "./answer.ts";

/** What happens to one component. */
export interface Change {
  readonly host: HostName;
  readonly component: string;
  readonly effect: "install" | "restart" | "start" | "stop" | "enable";
  /** Differences as the host names them; `unhealthy` where nothing else differs. */
  readonly because: readonly string[];
  /** What it interrupts while it happens. */
  readonly impact: Impact;
  /** The wanted image tag; empty where the component leaves. */
  readonly tag: string;
}

/** The changes in apply order, hosts in the order given; none: everything is equal and healthy. */
export function changesOf(desired: readonly AnyDesired[], answers: readonly Answer[]): readonly Change[] {
  return desired.flatMap((state) => {
    const answer = answers.find(({ host }) => host === state.host);
    return answer ? changesOfHost(state, answer) : [];
  });
}

function changesOfHost(state: AnyDesired, answer: Answer): readonly Change[] {
  const kept = state.components.flatMap(({ name, impact, tag }) => {
    const found = answer.components.find((component) => component.name === name);
    const because = differencesOf(found);
    const effect = effectOn(found, because);
    return because.length === 0 ? [] : [{ host: state.host, component: name, effect, because, impact, tag }];
  });
  const leaving = answer.surplus.map((component): Change => {
    const impact = CALL_COMPONENTS.includes(component) ? "calls" : "none";
    return { host: state.host, component, effect: "stop", because: ["surplus"], impact, tag: "" };
  });
  return [...kept, ...leaving];
}

/** A component that has left the desired state has no impact there any more; these could still carry calls. */
const CALL_COMPONENTS: readonly string[] = ["asterisk", "rtpengine", "kamailio"];

/** A host that says nothing of a component is taken to lack it. */
function differencesOf(found: ComponentAnswer | undefined): readonly string[] {
  if (!found) return ["absent"];
  if (found.differs.length > 0) return found.differs;
  return found.healthy ? [] : ["unhealthy"];
}

function effectOn(found: ComponentAnswer | undefined, because: readonly string[]): Change["effect"] {
  if (because.every((difference) => difference === "disabled")) return "enable";
  if (!found || (found.differs.includes("absent") && !isRunning(found))) return "install";
  return isRunning(found) ? "restart" : "start";
}

/** `activating` and the like count as running: a restart would cut what it carries. */
function isRunning({ active, running }: ComponentAnswer): boolean {
  return running !== null || (active !== "inactive" && active !== "failed");
}

/** Reasons to start a component that is what the release says already. */
const SAME_RELEASE = ["unhealthy", "stopped", "disabled"];

/** Whether a reason to touch a component lies in the release, not in what merely stands still or is ill. */
export function isOfRelease(reason: string): boolean {
  return !SAME_RELEASE.includes(reason);
}
