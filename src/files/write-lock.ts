/** Writes a tenant's image lock. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE } from "../lock/lock.ts";

/** Puts a lock in place at once: a reader finds the old one or the new one, and a failure leaves the old. Throws. */
export function writeLock(folder: string, text: string): void {
  const beside = join(folder, `.${LOCK_FILE}.${String(process.pid)}`);
  try {
    writeFileSync(beside, text, { mode: 0o644, flag: "wx" });
    renameSync(beside, join(folder, LOCK_FILE));
  } finally {
    rmSync(beside, { force: true });
  }
}
