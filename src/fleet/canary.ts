/** The canary rule: what is due at a canary reaches later waves only once a canary runs it healthy. Pure. */
import type { DueMerge } from "./merges.ts";
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

/** What is due beside the canaries' images. */
export interface Due {
  /** The toolkit's commit. */
  readonly toolkit: string;
  /** Merges that a canary does not run yet: what they change no image tells. */
  readonly merges: readonly DueMerge[];
  /** Only some components, or a check: such a run proves no merge. */
  readonly isPartial: boolean;
}

/** Something that is due at canaries. */
type Item =
  | { readonly kind: "toolkit"; readonly commit: string }
  | { readonly kind: "image"; readonly component: string; readonly digest: string }
  | ({ readonly kind: "merge"; readonly isPartial: boolean } & DueMerge);

/** What no canary has proved, and what the canaries say of it, to complete a sentence. */
export type Blocked = Item & { readonly because: string };

/** What is due at the canaries and may not go further yet. With no canaries nothing is due. */
export function findBlocked(canaries: readonly Canary[], due: Due): readonly Blocked[] {
  return itemsOf(canaries, due).flatMap((item) => {
    const because = whyBlocked(
      canaries.filter((canary) => takes(canary, item)),
      item,
    );
    return because === undefined ? [] : [{ ...item, because }];
  });
}

function itemsOf(canaries: readonly Canary[], { toolkit, merges, isPartial }: Due): readonly Item[] {
  if (canaries.length === 0) return [];
  const images = canaries.flatMap(({ images }) =>
    Object.entries(images).map(([component, digest]) => ({ kind: "image", component, digest }) as const),
  );
  const each = new Map(images.map((item) => [`${item.component} ${item.digest}`, item]));
  const changes = merges.map((merge) => ({ kind: "merge", isPartial, ...merge }) as const);
  return [{ kind: "toolkit", commit: toolkit }, ...each.values(), ...changes];
}

function takes({ tenant, images }: Canary, item: Item): boolean {
  switch (item.kind) {
    case "toolkit":
      return true;
    case "image":
      return images[item.component] === item.digest;
    case "merge":
      return item.waiting.includes(tenant) || item.proved.includes(tenant);
  }
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
function stateOf(canary: Canary, item: Item): State {
  const { before, result } = canary;
  const standing = isProved(canary, item) ? "healthy" : "unknown";
  const end = result ?? before;
  if (end === undefined) return standing;
  if (isSick(end.outcome)) return standing === "healthy" && !isCulprit(result, item) ? "healthy" : "sick";
  if (result === undefined || !isSettled(result.outcome)) return standing;
  return (runs(result, item) ?? standing === "healthy") ? "healthy" : "unknown";
}

function isCulprit(result: TenantResult | undefined, item: Item): boolean {
  return item.kind === "image" && result?.failure?.component === item.component;
}

/** Whether a settled tenant runs it; undefined: its report does not tell. */
function runs({ components, toolkit }: TenantResult, item: Item): boolean | undefined {
  if (item.kind === "toolkit") return toolkit === item.commit;
  if (item.kind === "merge") return item.isPartial ? undefined : true;
  const image = components.find(({ name }) => name === item.component)?.image;
  return image === undefined || image === null ? undefined : image.split("@")[1] === item.digest;
}

/** Whether the record tells that it ran well there. What runs after a failure that was not put back proves nothing. */
function isProved({ tenant, before }: Canary, item: Item): boolean {
  if (item.kind === "toolkit") return before?.toolkit === item.commit;
  if (item.kind === "merge") return item.proved.includes(tenant);
  const isBroken = before?.outcome === "failed" || before?.outcome === "rollback-failed";
  return !isBroken && before?.images?.[item.component] === item.digest;
}

/** The first thing a tenant of a later wave would take that is blocked: it does not run it yet. */
export function findBlockedFor(
  { tenant, images, before }: Omit<Canary, "result">,
  blocked: readonly Blocked[],
): Blocked | undefined {
  return blocked.find((item) => {
    switch (item.kind) {
      case "toolkit":
        return before?.toolkit !== item.commit;
      case "image":
        return images[item.component] === item.digest && before?.images?.[item.component] !== item.digest;
      case "merge":
        return item.waiting.includes(tenant);
    }
  });
}

/** Why a tenant waits for a canary. */
export function sayBlocked(blocked: Blocked): string {
  return `It would take ${sayItem(blocked)}, and ${blocked.because}; nothing was touched. The run after a canary runs it healthy does it.`;
}

function sayItem(item: Item): string {
  switch (item.kind) {
    case "toolkit":
      return `toolkit ${item.commit.slice(0, 8)}`;
    case "image":
      return `${item.component} ${item.digest.replace(/^(sha256:)?(.{8}).*$/, "$2")}`;
    case "merge":
      return `what merge ${item.commit.slice(0, 8)} changed`;
  }
}
