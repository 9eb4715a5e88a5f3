/** A task about sets for tests: of a tenant whose hosts are played. */
import type { BackupTask } from "./play.ts";

/** Acme's; no host is asked. */
export const TASK: BackupTask = {
  tenant: "acme",
  orders: [],
  by: "ann@laptop",
  place: "off-host",
  keep: { daily: 7, weekly: 4, monthly: 6, floor: 3 },
};
