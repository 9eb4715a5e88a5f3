/** What a host answers to a step of a backup (docs/host-program.md, "Backups"). Parsed, never trusted. */
import { z } from "zod";

/** The steps of a backup, and what is asked about sets; then those of a restore. */
const STEPS = [
  "begin",
  "files",
  "database",
  "verify",
  "drill",
  "list",
  "remove",
  "look",
  "check",
  "load",
  "halt",
  "release",
  "swap",
  "undo",
  "accept",
  "expire",
] as const;

const Snapshot = z.object({ id: z.string(), tags: z.array(z.string()) });

/** A host's result of one step. */
export const BackupResult = z.object({
  format: z.literal(1),
  backup: z.enum(STEPS),
  set: z.string(),
  ok: z.boolean(),
  status: z.enum(["done", "failed", "refused"]),
  message: z.string(),
  /** Refused, since another run is at work on the host. */
  overtaken: z.boolean().default(false),
  /** Nobody finished the step: how far it came is not known. */
  lost: z.boolean().default(false),
  /** Bytes of the whole set, before deduplication. */
  bytes: z.number().nonnegative().optional(),
  rows: z.int().nonnegative().optional(),
  seconds: z.number().nonnegative().optional(),
  /** A restore's id, and whether an earlier run began it. */
  restore: z.string().optional(),
  begun: z.boolean().optional(),
  /** It was to be undone, and this host knows of no restore. */
  unknown: z.boolean().default(false),
  /** Of a database that was restored: statements that only its server's administrator may run. */
  left: z.array(z.string()).optional(),
  /** What a person has to hear of a step that went well. */
  noted: z.string().default(""),
  snapshots: z.array(Snapshot).optional(),
  /** The restore that the app host is in the middle of, or has kept something of. */
  restoring: z.object({ set: z.string() }).nullable().optional(),
  /** The database or folder that was kept for going back, and is gone. */
  removed: z.string().optional(),
  /** The sets that are gone, of those that were to go. */
  gone: z.array(z.string()).optional(),
  /** By the bucket's clock, in milliseconds; null: it does not say. */
  now: z.number().nullable().optional(),
  /** The host's clock less the bucket's, in milliseconds; null: nobody can tell. */
  skew: z.number().nullable().optional(),
});
export type BackupResult = z.infer<typeof BackupResult>;
export type Snapshot = z.infer<typeof Snapshot>;
