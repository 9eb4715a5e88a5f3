/** The plan of a tenant: what the difference between two releases does to its hosts. Pure. */
import { readTenantFile } from "../inventory/tenant-file.ts";
import type { DesiredComponent, DesiredState, Text } from "../release/desired.ts";
import { compareComponent, isSame } from "./compare-component.ts";
import { NO_FACTS, type PlanFacts } from "./facts.ts";
import { commitOfReturn, isOlderImage, type TenantHistory } from "./history.ts";
import { notesOf } from "./notes.ts";
import { isGood } from "./pending.ts";
import type { PlannedTenant } from "./planned.ts";
import {
  IMPACTS,
  type ComponentPlan,
  type HostPlan,
  type PlanClass,
  type PlanImpact,
  type TenantPlan,
} from "./tenant-plan.ts";
import { touchedSecrets } from "./touched.ts";

/** The plan from one release to another; undefined stands for a tenant that is not there. One of them must be. */
export function planTenant(
  base: PlannedTenant | undefined,
  head: PlannedTenant | undefined,
  facts: PlanFacts = NO_FACTS,
): TenantPlan {
  const touched = base && head ? touchedSecrets(base.sources, head.sources) : new Set<string>();
  const hosts = (["app", "voice"] as const).map((role) => {
    const [before, after] = [base?.release[role], head?.release[role]];
    const preparation = head !== undefined && base?.prepared !== head.prepared;
    return planHost(before, after, { touched, preparation, history: facts.history });
  });
  const name = head?.sources.name ?? base?.sources.name;
  if (name === undefined) throw new Error("a plan needs a release");
  const kind = classOf(base, head, hosts, facts);
  const plan = {
    tenant: name,
    class: kind,
    from: fingerprintOf(base),
    to: fingerprintOf(head),
    hosts: kind === "removed" ? [] : hosts,
    impacts: kind === "removed" ? (["none"] as const) : impactsOf(hosts, kind),
  };
  return { ...plan, notes: notesOf(plan, base, head, facts) };
}

/** A release with an image that nobody locked is none that could be deployed. */
function fingerprintOf(planned: PlannedTenant | undefined): string | null {
  return planned === undefined || planned.unlocked.length > 0 ? null : planned.release.fingerprint;
}

interface HostTerms {
  readonly touched: ReadonlySet<string>;
  readonly preparation: boolean;
  readonly history: TenantHistory;
}

function planHost(
  before: DesiredState<Text> | undefined,
  after: DesiredState<Text> | undefined,
  { touched, preparation, history }: HostTerms,
): HostPlan {
  const certificates = before !== undefined && after !== undefined && hasOther(before, after, touched);
  const terms = {
    touched,
    readers: certificates ? (after.certificates?.readers ?? []) : [],
    isOlder: (name: string, from: string, to: string) => isOlderImage(history, name, from, to),
  };
  const [old, wanted] = [byName(before), byName(after)];
  const names = [...new Set([...wanted.keys(), ...old.keys()])];
  const all = names.flatMap((name) => compareComponent(old.get(name), wanted.get(name), terms) ?? []);
  const changed = all.filter((component) => component.class !== "unchanged");
  const unchanged = all.filter((component) => component.class === "unchanged").map((same) => same.component);
  const host = after?.host ?? before?.host ?? "omnileads-app";
  return { host, preparation, certificates, components: changed, unchanged };
}

function byName(state: DesiredState<Text> | undefined): ReadonlyMap<string, DesiredComponent<Text>> {
  return new Map((state?.components ?? []).map((component) => [component.name, component]));
}

/** Whether the host's certificate changes: its files, the names it is made for, or its touched key. */
function hasOther(
  { certificates: before }: DesiredState<Text>,
  { certificates: after }: DesiredState<Text>,
  touched: ReadonlySet<string>,
): boolean {
  if (before === null || after === null) return false;
  const slots = after.files.flatMap(({ content }) => content).filter((part) => typeof part !== "string");
  const isTouched = slots.some(({ secret }) => touched.has(secret));
  return isTouched || !isSame([before.files, before.selfsigned], [after.files, after.selfsigned]);
}

function classOf(
  base: PlannedTenant | undefined,
  head: PlannedTenant | undefined,
  hosts: readonly HostPlan[],
  { history, states, records }: PlanFacts,
): PlanClass {
  if (head === undefined) return "removed";
  if (base === undefined) return records.some(isGood) ? "adopt" : "install";
  if (isUnchanged(base, head, hosts)) return "unchanged";
  const classes = new Set(hosts.flatMap(({ components }) => components.map((component) => component.class)));
  const returned = states && commitOfReturn(history, states.base, states.head);
  if (classes.has("rollback") || returned !== undefined) return "rollback";
  return classes.has("upgrade") ? "upgrade" : "reconfigure";
}

function isUnchanged(base: PlannedTenant, head: PlannedTenant, hosts: readonly HostPlan[]): boolean {
  const isQuiet = hosts.every(
    ({ preparation, certificates, components }) => !preparation && !certificates && components.length === 0,
  );
  return (
    isQuiet && base.release.fingerprint === head.release.fingerprint && isSame(termsOf(base), termsOf(head))
  );
}

/** What `tenant.yml` says of how the tenant is deployed; it changes no release. */
function termsOf({ sources }: PlannedTenant): unknown {
  return readTenantFile(sources.tenantFile).value;
}

function impactsOf(hosts: readonly HostPlan[], kind: PlanClass): readonly PlanImpact[] {
  if (kind === "install") return ["none"];
  const touched = hosts.flatMap(({ components }) => components.filter(({ effect }) => effect !== "none"));
  const found = new Set(touched.flatMap(impactsOfComponent));
  return found.size === 0 ? ["none"] : IMPACTS.filter((impact) => found.has(impact));
}

/** A component that comes anew interrupts nobody; one that leaves ends what it carried. */
function impactsOfComponent({ effect, impact, migrates }: ComponentPlan): readonly PlanImpact[] {
  const own: readonly PlanImpact[] = effect === "install" || impact === "none" ? [] : [impact];
  return migrates ? [...own, "migrations"] : own;
}
