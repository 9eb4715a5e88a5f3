/** What is kept of restores on GitHub: that one was asked for, that it began, how it ended. Pure. */
import type { BackupOutcome } from "./outcome.ts";
import type { RestoreMode, RestoreRequest } from "./restore-request.ts";

/** That a plan and a code were shown. The code is not in it: it follows from the request, for who has the key. */
export interface AskedRestore {
  readonly kind: "asked";
  readonly request: RestoreRequest;
}

/** That it began. What is here is written before a host is touched: a code in it is used up. */
export interface BegunRestore {
  readonly kind: "begun";
  readonly tenant: string;
  readonly mode: RestoreMode;
  /** As it was typed, or as its plan showed it. */
  readonly set: string | null;
  readonly now: boolean;
  /** Logins of who started the run. */
  readonly by: readonly string[];
  /** Who or what let it begin. */
  readonly why: string;
  readonly code: string | null;
}

/** How it ended. It holds nothing secret. */
export interface EndedRestore {
  readonly kind: "ended";
  readonly tenant: string;
  readonly mode: RestoreMode;
  readonly outcome: BackupOutcome;
  readonly set: string | null;
  /** The set that was taken of what was there before. */
  readonly safety: string | null;
  readonly downSeconds: number | null;
  readonly seconds: number;
  /** When, ISO 8601 in UTC. */
  readonly finished: string;
  readonly reason: string;
}

export type RestoreRecord = AskedRestore | BegunRestore | EndedRestore;

/** What records, the newest first, tell who decides about the next restore. */
export interface RestoreHistory {
  readonly asked: readonly RestoreRequest[];
  readonly used: ReadonlySet<string>;
  /** How restores ended, the newest first. */
  readonly ended: readonly EndedRestore[];
}

/** Sorts the records by what they are. */
export function restoreHistory(records: readonly RestoreRecord[]): RestoreHistory {
  const asked = records.flatMap((record) => (record.kind === "asked" ? [record.request] : []));
  const codes = records.flatMap((record) => (record.kind === "begun" ? [record.code ?? ""] : []));
  const ended = records.flatMap((record) => (record.kind === "ended" ? [record] : []));
  return { asked, used: new Set(codes.filter((code) => code !== "")), ended };
}
