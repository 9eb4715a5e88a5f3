/** What a run is asked to do. */
import type { AnyDesired, Source } from "../release/desired.ts";
import type { Wishes } from "./decide.ts";
import type { Safety } from "./safety.ts";
import type { VoiceChanges } from "./voice.ts";

/** What a person sets aside, by the names of the switches; hosts and reports keep it. */
export function overridesOf({ now, retry, newData, allowOlder }: Wishes): readonly string[] {
  const given = { now, retry, "new-data": newData, "allow-older": allowOlder };
  return Object.entries(given).flatMap(([name, isGiven]) => (isGiven ? [name] : []));
}

/** What is to be deployed, and how. */
export interface Order {
  readonly tenant: string;
  /** App first. */
  readonly desired: readonly AnyDesired[];
  readonly wishes: Wishes;
  /** Fingerprint of the host preparation. */
  readonly prepared: string;
  readonly timeZone: string;
  /** Who runs, for the hosts' journals. */
  readonly by: string;
  readonly source: Source;
  readonly voice: VoiceChanges;
  readonly safety: Safety;
  /** The schema, by its fingerprint, that older code may meet. */
  readonly allowSchemaAhead?: string;
}
