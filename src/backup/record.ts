/** What is kept of a run about a tenant's sets, wherever it is kept. Pure. */
import type { BackupOutcome } from "./outcome.ts";
import { timeOfSet } from "./set.ts";

/** What may be done about a tenant's sets without a person. */
export const VERBS = ["backup", "verify", "drill", "retain"] as const;
export type Verb = (typeof VERBS)[number];

/** What one run proved of one tenant. It holds nothing secret: whoever reads the repository reads it. */
export interface BackupRecord {
  readonly tenant: string;
  readonly verb: Verb;
  readonly outcome: BackupOutcome;
  /** The set it is about; null: none was begun. */
  readonly set: string | null;
  /** Bytes of the set before deduplication; null: not known. */
  readonly bytes: number | null;
  /** When the run had done with it, ISO 8601 in UTC. */
  readonly finished: string;
  /** What it took. */
  readonly seconds: number;
  /** The run's address. */
  readonly run: string;
  /** What was and was not done. */
  readonly reason: string;
}

/** A set that was read back whole and found equal, as far as records tell. */
export interface KnownSet {
  readonly id: string;
  /** When it was begun, in milliseconds since the epoch: its data are no younger. */
  readonly taken: number;
  readonly bytes: number | null;
  /** Seconds it took to be taken and read back. */
  readonly seconds: number;
}

/** What records tell of a tenant. */
export interface BackupHistory {
  /** The sets that count as verified, the newest first. */
  readonly sets: readonly KnownSet[];
  /** The last time somebody tried to take a set. */
  readonly attempt?: BackupRecord;
  /** The last drill that came to a verdict. */
  readonly drill?: BackupRecord;
  /** The last time an older set was read again, to a verdict. */
  readonly reading?: BackupRecord;
}

/** What the records, in any order, tell of each tenant that has one. */
export function historiesOf(records: readonly BackupRecord[]): ReadonlyMap<string, BackupHistory> {
  const sorted = records.toSorted((a, b) => Date.parse(b.finished) - Date.parse(a.finished));
  const each = Map.groupBy(sorted, ({ tenant }) => tenant);
  return new Map([...each].map(([tenant, own]) => [tenant, historyOf(own)]));
}

/** `own`: the newest first. */
function historyOf(own: readonly BackupRecord[]): BackupHistory {
  const attempt = own.find(({ verb }) => verb === "backup");
  const [drill, reading] = [verdictOf(own, "drill"), verdictOf(own, "verify")];
  return {
    sets: setsIn(own),
    ...(attempt && { attempt }),
    ...(drill && { drill }),
    ...(reading && { reading }),
  };
}

/** The last that says something of its set; where one did not come so far, it is still to be done. */
function verdictOf(own: readonly BackupRecord[], proof: "drill" | "verify"): BackupRecord | undefined {
  return own.find(
    ({ verb, outcome, set }) =>
      verb === proof && (outcome === DONE[proof] || (outcome === "failed" && set !== null)),
  );
}

const DONE = { drill: "drilled", verify: "verified" } as const;

const READ_BACK = new Set<BackupOutcome>(["backed-up", "verified"]);

/** The sets whose last reading found them whole. */
function setsIn(own: readonly BackupRecord[]): readonly KnownSet[] {
  const readings = own.filter(
    ({ verb, outcome }) =>
      (verb === "backup" || verb === "verify") && (READ_BACK.has(outcome) || outcome === "failed"),
  );
  const last = new Map<string, BackupRecord>();
  for (const reading of readings) {
    if (reading.set !== null && !last.has(reading.set)) last.set(reading.set, reading);
  }
  const whole = [...last.values()].filter(({ outcome }) => READ_BACK.has(outcome));
  return whole.flatMap((record) => knownSet(record, own) ?? []).toSorted((a, b) => b.taken - a.taken);
}

/** Undefined: its name is of the future, and the record of who took it is not known, so nobody knows how old it is. */
function knownSet(
  { set, bytes, finished }: BackupRecord,
  own: readonly BackupRecord[],
): KnownSet | undefined {
  const id = set ?? "";
  const took = own.find(({ verb, set: other }) => verb === "backup" && other === set);
  const end = Date.parse(took?.finished ?? finished);
  const begun = timeOfSet(id) ?? end;
  if (took === undefined && begun > end) return undefined;
  return { id, taken: Math.min(begun, end), bytes, seconds: took?.seconds ?? 0 };
}
