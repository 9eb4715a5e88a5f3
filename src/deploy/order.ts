/** What a run is asked to do. */
import type { AnyDesired, Wishes } from "./decide.ts";

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
}
