/** Which phases of a transaction have something to do on which host: the others are not asked to apply them. Pure. */
import { catalogue } from "../components/catalogue.ts";
import { PHASES, type AnyDesired, type HostName, type Phase } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import type { Change } from "./changes.ts";

/** The phases due on each host, in order. */
export type DuePhases = ReadonlyMap<HostName, readonly Phase[]>;

/**
 * The phases that hold what changes, and what starts after it on its host: that may be ill by then. Every phase of a
 * transaction that is resumed, for nobody knows how far it came, and where a host, a volume or a data service does not
 * bear the tenant's marker, for the steps of a phase make and mark them.
 */
export function duePhases(
  { desired, answers }: { readonly desired: readonly AnyDesired[]; readonly answers: readonly Answer[] },
  changes: readonly Change[],
  resumes: boolean,
): DuePhases {
  const isKnown = !resumes && answers.every(isMarked);
  return new Map(desired.map((state) => [state.host, isKnown ? phasesOf(state, changes) : PHASES]));
}

function isMarked({ marker, committed, volumes, marks }: Answer): boolean {
  const isOurs = [...volumes, ...marks].every((mark) => mark.marker === "ours");
  return marker !== null && committed !== null && isOurs;
}

function phasesOf({ host, role, components }: AnyDesired, changes: readonly Change[]): readonly Phase[] {
  const changed = changes.filter((change) => change.host === host);
  const touched = withDependents(changed.map(({ component }) => component));
  const due = new Set(components.filter(({ name }) => touched.has(name)).map(({ phase }) => phase));
  // What leaves the host is stopped in its last phase.
  if (changed.some(({ effect }) => effect === "stop")) due.add(role === "app" ? "edge" : "voice");
  return PHASES.filter((phase) => due.has(phase));
}

/** These components and, however far down, those that start after them. */
function withDependents(names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { name, after } of catalogue) if (after.some((one) => found.has(one))) found.add(name);
  }
  return found;
}
