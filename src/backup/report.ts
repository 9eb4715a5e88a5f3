/** What a run about backup sets has to tell: one document, for people and for programs. Pure. */
import { sayNotices } from "../deploy/text.ts";
import { isDone, type BackupOutcome } from "./outcome.ts";

/** The end of a run. */
export interface BackupReport {
  readonly format: 1;
  readonly tenant: string;
  readonly outcome: BackupOutcome;
  /** One sentence: what was and was not done. */
  readonly reason: string;
  /** The set it is about; null: none was begun. */
  readonly set: string | null;
  /** Bytes of the set before deduplication; null: not known. */
  readonly bytes: number | null;
  /** Rows of the database, all tables together; null: not known. */
  readonly rows: number | null;
  /** Seconds from the start of the dump to its stored snapshot; null: it was not taken in this run. */
  readonly dumpSeconds: number | null;
  /** Whether the set was read back whole from the bucket in this run and was equal. */
  readonly verified: boolean;
  /** Whether the set lies on another machine than the data it holds, or `tenant.yml` accepts that it does not. */
  readonly place: "off-host" | "on-host-accepted" | "on-host";
  /** What a person should know besides, a sentence each. */
  readonly notices: readonly string[];
  readonly seconds: number;
}

/** The report of a run that came to no set. */
export function reportUnbegun(
  tenant: string,
  outcome: BackupOutcome,
  reason: string,
  place: BackupReport["place"] = "off-host",
): BackupReport {
  const nothing = { set: null, bytes: null, rows: null, dumpSeconds: null, verified: false };
  return { format: 1, tenant, outcome, reason, place, ...nothing, notices: [], seconds: 0 };
}

/** 0: done, and as the tenant's policy wants it. 1: not, or nobody knows. */
export function backupExitCode({ outcome, place }: Pick<BackupReport, "outcome" | "place">): 0 | 1 {
  return isDone(outcome) && (outcome !== "backed-up" || place !== "on-host") ? 0 : 1;
}

/** The report for people; ends with a newline. */
export function formatBackup(report: BackupReport): string {
  const { tenant, outcome, reason, set, seconds } = report;
  const facts = [
    set === null ? null : `set ${set}`,
    report.bytes === null ? null : sayBytes(report.bytes),
    report.rows === null ? null : `${String(report.rows)} rows`,
    report.dumpSeconds === null ? null : `dumped in ${report.dumpSeconds.toFixed(1)} s`,
    report.verified ? "verified" : null,
  ].filter((fact) => fact !== null);
  const lines = [
    `${tenant}: ${outcome} (${seconds.toFixed(1)} s). ${reason}`,
    ...(facts.length === 0 ? [] : [`  ${facts.join(", ")}`]),
    ...(outcome === "backed-up" ? placeLines(report) : []),
    ...sayNotices(report),
  ];
  return `${lines.join("\n")}\n`;
}

function placeLines({ place, tenant }: BackupReport): readonly string[] {
  if (place === "off-host") return [];
  if (place === "on-host-accepted") {
    return ["  not off-host: the set lies beside the data it holds (accepted by on_host in tenant.yml)"];
  }
  return [
    "  NOT OFF-HOST: the set lies on the very host whose data it holds, and is lost with it.",
    `  Give backup.bucket in tenant.yml of ${tenant}, or accept it: on_host: true`,
  ];
}

/** `12 KiB`, `3.4 MiB`. */
export function sayBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1)} ${units[power] ?? ""}`;
}
