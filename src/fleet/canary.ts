/** The canary rule: what is due at a canary reaches later waves only once a canary runs it healthy. Pure. */
import type { TenantRecord } from "./record.ts";
import { isSettled } from "../deploy/outcome.ts";
import { isSick, type TenantResult } from "./result.ts";

/** The digest of each component's own image, by the component's name. */
export type Images = Readonly<Record<string, string>>;

/** A tenant of the first wave: what it is to run, and what is known of it. */
export interface Canary {
  readonly tenant: string;
  /** The images of its release at the tip. */
  readonly images: Images;
  /** Its record before this run. */
  readonly before?: TenantRecord;
  /** Its result of this run, where it took part. */
  readonly result?: TenantResult;
}

/** What no canary has proved. */
export interface Blocked {
  /** The component whose image it is; null: it is the toolkit. */
  readonly component: string | null;
  /** The image's digest, or the toolkit's commit. */
  readonly version: string;
  /** What the canaries say of it, to complete a sentence. */
  readonly because: string;
}

/** What is due at the canaries and may not go further yet. With no canaries nothing is due. */
export function findBlocked(canaries: readonly Canary[], toolkit: string): readonly Blocked[] {
  const due = canaries.flatMap(({ images }) =>
    Object.entries(images).map(([component, version]) => ({ component, version })),
  );
  const each = new Map(due.map((item) => [`${item.component} ${item.version}`, item]));
  const all = canaries.length === 0 ? [] : [{ component: null, version: toolkit }, ...each.values()];
  return all.flatMap((item) => {
    const because = whyBlocked(
      canaries.filter((canary) => takes(canary, item)),
      item,
    );
    return because === undefined ? [] : [{ ...item, because }];
  });
}

type Item = Pick<Blocked, "component" | "version">;

function takes({ images }: Canary, { component, version }: Item): boolean {
  return component === null || images[component] === version;
}

function whyBlocked(canaries: readonly Canary[], item: Item): string | undefined {
  const states = canaries.map((canary) => ({ canary, state: stateOf(canary, item) }));
  const sick = states.filter(({ state }) => state === "sick").map(({ canary }) => canary);
  if (sick.length > 0) return `it did no good at ${sick.map(sayCanary).join(", ")}`;
  if (states.some(({ state }) => state === "healthy")) return undefined;
  return `no canary runs it yet: ${canaries.map(sayCanary).join(", ")}`;
}

function sayCanary({ tenant, result, before }: Canary): string {
  return `${tenant} (${result?.outcome ?? before?.outcome ?? "never deployed"})`;
}

type State = "healthy" | "sick" | "unknown";

/** How an item does at a canary. What it ran healthy before this run is not blamed for a failure elsewhere. */
function stateOf({ before, result }: Canary, item: Item): State {
  const standing = isProved(before, item) ? "healthy" : "unknown";
  const end = result ?? before;
  if (end === undefined) return standing;
  if (isSick(end.outcome)) return standing === "healthy" && !isCulprit(result, item) ? "healthy" : "sick";
  if (result === undefined || !isSettled(result.outcome)) return standing;
  return (runs(result, item) ?? standing === "healthy") ? "healthy" : "unknown";
}

function isCulprit(result: TenantResult | undefined, { component }: Item): boolean {
  return component !== null && result?.failure?.component === component;
}

/** Whether a settled tenant runs it; undefined: its report does not tell. */
function runs({ components, toolkit }: TenantResult, { component, version }: Item): boolean | undefined {
  if (component === null) return toolkit === version;
  const image = components.find(({ name }) => name === component)?.image;
  return image === undefined || image === null ? undefined : image.split("@")[1] === version;
}

/** Whether the record tells that it ran well there. What runs after a failure that was not put back proves nothing. */
function isProved(record: TenantRecord | undefined, { component, version }: Item): boolean {
  if (component === null) return record?.toolkit === version;
  const isBroken = record?.outcome === "failed" || record?.outcome === "rollback-failed";
  return !isBroken && record?.images?.[component] === version;
}

/** The first thing a tenant of a later wave would take that is blocked: it does not run it yet. */
export function findBlockedFor(
  images: Images,
  before: TenantRecord | undefined,
  blocked: readonly Blocked[],
): Blocked | undefined {
  return blocked.find(({ component, version }) =>
    component === null
      ? before?.toolkit !== version
      : images[component] === version && before?.images?.[component] !== version,
  );
}

/** Why a tenant waits for a canary. */
export function sayBlocked({ component, version, because }: Blocked): string {
  const what = component === null ? `toolkit ${version.slice(0, 8)}` : `${component} ${brief(version)}`;
  return `It would take ${what}, and ${because}; nothing was touched. The run after a canary runs it healthy does it.`;
}

function brief(digest: string): string {
  return digest.replace(/^(sha256:)?(.{8}).*$/, "$2");
}
