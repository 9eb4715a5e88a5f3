/** Records for tests: what runs proved of a tenant, told in hours. */
import type { BackupRecord } from "./record.ts";

/** A Monday, 12:00 UTC. */
export const NOW = Date.UTC(2027, 0, 4, 12);
export const HOUR = 3_600_000;

/** The name of a set that was begun so many hours ago. */
export function setOf(hoursAgo: number): string {
  const stamp = new Date(NOW - hoursAgo * HOUR).toISOString().replace(/[-:]|\.\d+/g, "");
  return `${stamp}-1f2e`;
}

/** A record of a set of acme that was begun so many hours ago and read back six minutes later. */
export function taken(hoursAgo: number, given: Partial<BackupRecord> = {}): BackupRecord {
  return {
    tenant: "acme",
    verb: "backup",
    outcome: "backed-up",
    set: setOf(hoursAgo),
    bytes: 1000,
    finished: new Date(NOW - (hoursAgo - 0.1) * HOUR).toISOString(),
    seconds: 360,
    run: "https://github.example/acme/fleet/actions/runs/1",
    reason: "It is equal.",
    ...given,
  };
}

/** Records of a drill and of a reading of acme's that ended well just now. */
export function proved(given: Partial<BackupRecord> = {}): readonly BackupRecord[] {
  return [
    taken(0, { verb: "drill", outcome: "drilled", ...given }),
    taken(0, { verb: "verify", outcome: "verified", ...given }),
  ];
}
