/** How a tenant is, out of its hosts' answers. Pure. */
import type { AnyDesired, HostName } from "../release/desired.ts";
import type { Answer, ComponentAnswer, ProbeResult } from "./answer.ts";
import { dropInNotices } from "./drop-ins.ts";
import { sayNotices, shortDigest, table } from "./text.ts";

/** One component of a status. */
export interface ComponentStatus {
  readonly name: string;
  readonly host: HostName;
  /** The tag its digest was resolved from; null: it runs something else than the release. */
  readonly tag: string | null;
  readonly image: string | null;
  readonly active: string;
  readonly healthy: boolean;
  readonly differs: readonly string[];
  readonly probes: readonly ProbeResult[];
}

/** What `oml status --format json` prints. */
export interface Status {
  readonly format: 1;
  readonly tenant: string;
  /** Every component of the release runs and passes its probes. */
  readonly healthy: boolean;
  /** No host is in the middle of a transaction, and this release is held on none. */
  readonly settled: boolean;
  readonly hosts: readonly HostStatus[];
  readonly components: readonly ComponentStatus[];
  /** What a person should know of the hosts, a sentence each. */
  readonly notices: readonly string[];
}

interface HostStatus {
  readonly host: HostName;
  readonly os: string;
  readonly podman: string | null;
  readonly calls: number | null;
  /** What it is in the middle of, in words; null: nothing. */
  readonly open: string | null;
  readonly transaction: number;
  /** Why this release was put back and is held, in words; null: it is not. */
  readonly held: string | null;
  /** The commit it runs; null: none is known. */
  readonly commit: string | null;
}

/** The status of a tenant whose hosts both answered, in the order of `desired`. */
export function statusOf(tenant: string, desired: readonly AnyDesired[], answers: readonly Answer[]): Status {
  const components = desired.flatMap((state) => {
    const answer = answers.find(({ host }) => host === state.host);
    return state.components.map(({ name, image, tag }): ComponentStatus => {
      const found = answer?.components.find((component) => component.name === name) ?? nothing(name);
      return { ...found, host: state.host, tag: sameDigest(found, image) ? tag : null, image: found.running };
    });
  });
  const healthy = components.every((component) => component.healthy);
  const hosts = answers.map(hostStatus);
  const settled = hosts.every(({ open, held }) => open === null && held === null);
  const notices = dropInNotices(answers);
  return { format: 1, tenant, healthy, settled, hosts, components: components.map(ordered), notices };
}

function nothing(name: string): ComponentAnswer {
  return {
    name,
    differs: ["absent"],
    active: "unknown",
    running: null,
    healthy: false,
    probes: [],
    drop_ins: [],
  };
}

function sameDigest({ running }: ComponentAnswer, image: string): boolean {
  return running !== null && running.split("@")[1] === image.split("@")[1];
}

function ordered(component: ComponentStatus): ComponentStatus {
  const { name, host, tag, image, active, healthy, differs, probes } = component;
  return { name, host, tag, image, active, healthy, differs, probes };
}

function hostStatus(answer: Answer): HostStatus {
  const { host, system, calls, journal, lock, last_transaction, held, committed } = answer;
  const open = lock
    ? `'${lock.step}' of transaction ${String(lock.transaction)} is at work`
    : journal && `transaction ${String(journal.transaction)} is open (${journal.state})`;
  const { os, podman } = system;
  const why =
    held && `transaction ${String(held.transaction)} put this release back and holds it: ${held.reason}`;
  return {
    host,
    os,
    podman,
    calls: calls?.count ?? null,
    open,
    transaction: last_transaction,
    held: why,
    commit: committed?.source?.commit ?? null,
  };
}

/** A status as text; ends with a newline. */
export function formatStatus({ tenant, healthy, settled, hosts, components, notices }: Status): string {
  const rows = components.map((component) => [
    component.name,
    component.host,
    [component.tag ?? (component.image ? "other" : "-"), shortDigest(component.image)].join(" "),
    component.healthy
      ? "healthy"
      : component.active === "active"
        ? "UNHEALTHY"
        : component.active.toUpperCase(),
    component.differs.length === 0 ? "as released" : `differs: ${component.differs.join(", ")}`,
    component.probes.map(probeText).join("; "),
  ]);
  const title = ["component", "host", "runs", "state", "release", "probes"];
  const lines = hosts.map(hostLine);
  const unsettled = settled ? "" : "; A TRANSACTION IS OPEN OR THE RELEASE IS HELD: see the hosts above";
  const verdict = `${tenant}: ${healthy ? "every component is healthy" : "not every component is healthy"}${unsettled}`;
  return [...table([title, ...rows]), "", ...lines, ...sayNotices({ notices }), verdict, ""].join("\n");
}

function probeText({ title, ok, detail, ms }: ProbeResult): string {
  const took = ms === undefined ? "" : ` ${String(Math.round(ms))} ms`;
  return `${title} ${ok ? "ok" : "FAILED"}${took}${detail === "" ? "" : ` (${detail})`}`;
}

function hostLine({ host, os, podman, calls, open, transaction, held, commit }: HostStatus): string {
  const parts = [
    os,
    podman === null ? "no podman" : `podman ${podman}`,
    `last transaction ${String(transaction)}`,
  ];
  if (calls !== null) parts.push(calls === 1 ? "1 call" : `${String(calls)} calls`);
  if (commit !== null) parts.push(`commit ${commit.slice(0, 10)}`);
  if (open !== null) parts.push(open);
  if (held !== null) parts.push(held);
  return `  ${host}: ${parts.join(", ")}`;
}
