/** The words a plan is told in, before any formatter marks them up. Pure. */
import { shortDigest } from "../lock/lock.ts";
import { UNLOCKED_DIGEST } from "../release/sketch.ts";
import type { FleetPlan } from "./fleet-plan.ts";
import type { ComponentPlan, HostPlan, PlanImpact, PlannedImage, TenantPlan } from "./tenant-plan.ts";

/** What people notice of each impact. */
export const IMPACT_WORDS: Readonly<Record<PlanImpact, string>> = {
  calls: "calls would be cut unless idle",
  data: "data service restarts",
  migrations: "migrations may run",
  web: "web reconnects",
  none: "nobody notices",
};

/** One thing that changes: what it is called, then words of which some may come from the tenant's files. */
export interface Detail {
  readonly label: string;
  /** `quoted` ones are names and values, the others the toolkit's own words. */
  readonly words: readonly { readonly text: string; readonly quoted: boolean }[];
}

const said = (text: string) => ({ text, quoted: false });
const quoted = (text: string) => ({ text, quoted: true });

/** Everything that changes at a component. */
export function detailsOf(plan: ComponentPlan): readonly Detail[] {
  const { image, environment, secrets, files, unit, certificates, checks } = plan;
  const list = (label: string, names: readonly string[]): readonly Detail[] =>
    names.length === 0 ? [] : [{ label, words: names.map(quoted) }];
  const mark = (is: boolean, label: string): readonly Detail[] => (is ? [{ label, words: [] }] : []);
  const variables = environment.map(({ name, how }) => `${SIGNS[how]}${name}`);
  return [
    ...imageDetails(image),
    ...list("environment", variables),
    ...list("secret touched", secrets),
    ...list("file", files),
    ...mark(unit, "unit"),
    ...mark(certificates, "certificate"),
    ...mark(checks, "its probes or the work on its data"),
  ];
}

/** How a variable changes; a changed one is only named. */
const SIGNS = { added: "+", removed: "-", changed: "" } as const;

function imageDetails(image: ComponentPlan["image"]): readonly Detail[] {
  if (image === undefined) return [];
  const { from, to } = image;
  if (from === null || to === null) {
    const only = to ?? from;
    return only === null ? [] : [{ label: "image", words: [quoted(nameOf(only))] }];
  }
  const isMoved = from.image !== to.image;
  const words = [
    quoted(isMoved ? nameOf(from) : tagOf(from)),
    said("→"),
    quoted(isMoved ? nameOf(to) : tagOf(to)),
  ];
  return [{ label: from.digest === to.digest ? "tag of the same image" : "image", words }];
}

function nameOf(image: PlannedImage): string {
  return `${image.image}:${tagOf(image)}`;
}

function tagOf({ tag, digest }: PlannedImage): string {
  return digest === UNLOCKED_DIGEST ? `${tag} (not locked)` : `${tag} ${shortDigest(digest)}`;
}

/** What a host does to a component. */
export function effectText({ effect, secrets, class: kind }: ComponentPlan): string {
  const isCertain = effect === "restart" && (kind !== "reconfigure" || secrets.length === 0);
  if (effect === "restart" && !isCertain) return "reconfigure, restarts";
  return { install: "install", restart: `${kind}, restarts`, stop: "removed, stops", none: kind }[effect];
}

/** Everything that changes at a host beside its components. */
export function hostDetails(
  { preparation, certificates }: HostPlan,
  { class: kind }: TenantPlan,
): readonly string[] {
  const isNew = kind === "install" || kind === "adopt";
  return [
    ...(preparation && !isNew
      ? ["the host is prepared again (packages, podman, directories, time zone)"]
      : []),
    ...(certificates ? ["its certificate changes"] : []),
  ];
}

/** Names of what restarts, is installed or stops at a tenant, each once. */
export function touchedNames({ hosts }: TenantPlan): readonly string[] {
  const touched = hosts.flatMap(({ components }) => components.filter(({ effect }) => effect !== "none"));
  return [...new Set(touched.map(({ component }) => component))];
}

/** What people notice, in words. */
export function impactText({ impacts }: TenantPlan): string {
  return impacts.map((impact) => IMPACT_WORDS[impact]).join("; ");
}

/** Sentences on the toolkit; none where it is the same. */
export function toolkitSentences({ toolkit, tenants }: FleetPlan): readonly string[] {
  const { parts, ownCode } = toolkit;
  if (parts.length === 0) return [];
  const isFelt = tenants.some((plan) => plan.class !== "unchanged");
  const list = parts.join(", ");
  if (!ownCode) {
    return [
      `The toolkit changes (${list}). The base has no render bundle that could be run, so both sides were rendered with this change's code: what the toolkit's change alone does to hosts is not shown.`,
    ];
  }
  return isFelt
    ? [`The toolkit changes (${list}); the base was rendered with its own code.`]
    : [`The toolkit changes (${list}) and makes the same releases: no host changes.`];
}
