/** What a tenant was before: tells a rollback from an upgrade. Pure. */

/** The earlier states of one tenant, the oldest first. */
export interface TenantHistory {
  /** Each component's locked digests. */
  readonly digests: ReadonlyMap<string, readonly string[]>;
  /** A name for the whole content of its folder. */
  readonly states: readonly { readonly commit: string; readonly state: string }[];
}

/** Nothing is known. */
export const NO_HISTORY: TenantHistory = { digests: new Map(), states: [] };

/** Whether a component ran `to` before it first ran `from`. What was never seen is newer. */
export function isOlderImage(history: TenantHistory, component: string, from: string, to: string): boolean {
  return isOlder(history.digests.get(component) ?? [], from, to);
}

/** The commit at which the folder was as it is now, where that was before it first was `from`; else undefined. */
export function commitOfReturn({ states }: TenantHistory, from: string, to: string): string | undefined {
  const names = states.map(({ state }) => state);
  return isOlder(names, from, to) ? states[names.lastIndexOf(to)]?.commit : undefined;
}

function isOlder(names: readonly string[], from: string, to: string): boolean {
  const [first, second] = [names.indexOf(to), names.indexOf(from)];
  return first >= 0 && first < second;
}
