/** What a plan may know beside the two releases. */
import type { TenantRecord } from "../fleet/record.ts";
import { NO_HISTORY, type TenantHistory } from "./history.ts";

/** What is known beside the two releases. */
export interface PlanFacts {
  readonly history: TenantHistory;
  /** Names for the whole content of the folder in `base` and `head`, as in the history. */
  readonly states?: { readonly base: string; readonly head: string };
  /** The tenant's deployment records, as far as they are known. */
  readonly records: readonly TenantRecord[];
  /** Name of the removed tenant whose hosts these are. */
  readonly renamedFrom?: string;
}

/** Only the releases are known. */
export const NO_FACTS: PlanFacts = { history: NO_HISTORY, records: [] };
