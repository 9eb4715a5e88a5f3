/** What a run reads and leaves at GitHub: which tenant ended how, at which commit. */
import type { TenantRecord } from "../../../src/fleet/record.ts";
import type { RunVerdict } from "../../../src/fleet/verdict.ts";

/** What GitHub holds of earlier runs; or why it cannot be read, one sentence. */
export type Remembered =
  | {
      readonly ok: true;
      readonly records: ReadonlyMap<string, TenantRecord>;
      /** The commit of the last fully successful deploy; null: there was none. */
      readonly fullSuccess: string | null;
    }
  | { readonly ok: false; readonly message: string };

/** The records of a run. Nothing here throws; a write answers with what went wrong, one sentence. */
export interface RunRecords {
  readonly remember: () => Promise<Remembered>;
  /** Says that a tenant is under way; before a host is touched. */
  readonly begin: (tenant: string) => Promise<string | undefined>;
  /** Says how it ended. */
  readonly finish: (record: TenantRecord) => Promise<string | undefined>;
  /** At the end of a run: what its shards left open, and whether the whole fleet is at its commit. */
  readonly close: (verdict: RunVerdict) => Promise<string | undefined>;
}

/** No records: every tenant is looked at, and nothing is written. */
export const noRecords: RunRecords = {
  remember: async () => ({ ok: true, records: new Map(), fullSuccess: null }),
  begin: async () => undefined,
  finish: async () => undefined,
  close: async () => undefined,
};
