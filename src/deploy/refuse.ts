/** The markers' rules: what a deploy must not touch. Pure. */
import type { AnyDesired, DataStep, HostName } from "../release/desired.ts";
import type { Answer } from "./answer.ts";

/** Why nothing was touched. */
export interface Refusal {
  readonly host: HostName;
  /** One sentence: what was found. */
  readonly reason: string;
  /** One sentence: what to check or type. */
  readonly remedy: string;
}

type Mark = Answer["marks"][number] & { readonly name: string; readonly managed: boolean };

/** The first thing that belongs to another tenant or role, or that has lost its marker; undefined: go on. */
export function findRefusal(
  tenant: string,
  desired: readonly AnyDesired[],
  answers: readonly Answer[],
  newData: boolean,
): Refusal | undefined {
  const pairs = desired.flatMap((state) => {
    const answer = answers.find(({ host }) => host === state.host);
    return answer ? [{ state, answer }] : [];
  });
  return (
    first(pairs, ({ state, answer }) => refuseHost(tenant, state, answer)) ??
    first(pairs, ({ state, answer }) => refusePart(state, answer)) ??
    first(pairs, ({ state, answer }) => refuseData(tenant, state, answer, newData))
  );
}

function first<T>(list: readonly T[], find: (item: T) => Refusal | undefined): Refusal | undefined {
  for (const item of list) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

function refuseHost(tenant: string, { host, role }: AnyDesired, { marker }: Answer): Refusal | undefined {
  if (!marker || (marker.tenant === tenant && marker.role === role)) return undefined;
  const remedy = `Check ansible_host of both hosts in the inventory of ${tenant}.`;
  if (marker.tenant !== tenant) {
    return { host, reason: `the machine at this address belongs to tenant ${marker.tenant}`, remedy };
  }
  return {
    host,
    reason: `the machine at this address is ${tenant}'s ${marker.role} host, not its ${role} host`,
    remedy,
  };
}

/** What a host held before, and what it has to be put back to, is judged by a whole release. */
function refusePart({ host, complete }: AnyDesired, { committed }: Answer): Refusal | undefined {
  if (complete || committed !== null) return undefined;
  const remedy = "Deploy the whole tenant first, without --component.";
  return { host, reason: "no deploy of this host was ever finished", remedy };
}

function refuseData(
  tenant: string,
  state: AnyDesired,
  answer: Answer,
  newData: boolean,
): Refusal | undefined {
  const marks = namedMarks(state, answer);
  return (
    first(marks, (mark) => refuseUnreadable(state.host, answer, mark)) ??
    (isSettled(answer)
      ? newData
        ? undefined
        : refuseLost(tenant, state, answer, marks)
      : refuseForeign(tenant, state.host, answer, marks))
  );
}

/** A host whose first deploy was committed, and is not being finished: from then on its data carries the marker. */
function isSettled({ marker, journal, committed }: Answer): boolean {
  return marker !== null && committed !== null && journal === null;
}

function namedMarks(state: AnyDesired, answer: Answer): readonly Mark[] {
  return answer.marks.flatMap((mark) => {
    const step: DataStep<unknown> | undefined = state.marks.find(({ kind }) => kind === mark.kind);
    return step ? [{ ...mark, name: `${step.kind} ${step.name}`, managed: step.managed }] : [];
  });
}

/** A managed service must answer before anything is touched; a self-hosted one may simply not run yet. */
function refuseUnreadable(host: HostName, { system }: Answer, mark: Mark): Refusal | undefined {
  if (mark.marker !== "unreadable" || !mark.managed || system.podman === null) return undefined;
  const reason = `the managed ${mark.name} cannot be read: ${mark.detail}`;
  return { host, reason, remedy: "Check its address, credentials and firewall, then run again." };
}

function refuseForeign(
  tenant: string,
  host: HostName,
  { volumes }: Answer,
  marks: readonly Mark[],
): Refusal | undefined {
  const volume = volumes.find(({ marker }) => marker === "foreign");
  const mark = marks.find(({ marker }) => marker === "foreign");
  const name = volume ? `volume ${volume.name}` : mark?.name;
  if (name === undefined) return undefined;
  const detail = !volume && mark?.detail ? ` (${mark.detail})` : "";
  const reason = `${name} carries another tenant's marker${detail}`;
  return { host, reason, remedy: `Give ${tenant} a ${volume ? "host" : "name"} of its own for it.` };
}

const LOST: Readonly<Record<string, string>> = {
  missing: "carries no marker",
  foreign: "carries another tenant's marker",
  absent: "does not exist",
};

function refuseLost(
  tenant: string,
  { host }: AnyDesired,
  { volumes, system }: Answer,
  marks: readonly Mark[],
): Refusal | undefined {
  // Without podman nobody can tell what is there: it is installed first, and the host asked again.
  if (system.podman === null) return undefined;
  const all = [...volumes.map(({ name, marker }) => ({ name: `volume ${name}`, marker })), ...marks];
  const lost = all.find(({ marker }) => LOST[marker] !== undefined);
  if (!lost) return undefined;
  const reason = `${tenant} already lives here, but its ${lost.name} ${LOST[lost.marker] ?? ""}`;
  return { host, reason, remedy: "If new, empty data is meant, run again with --new-data." };
}
