/** Reads the lines that the callback `oml_events` prints. Pure. */
import { z } from "zod";

const TaskEvent = z.object({ event: z.literal("task"), host: z.string(), task: z.string() });
const SkippedEvent = z.object({ event: z.literal("skipped"), host: z.string(), task: z.string() });
const ResultEvent = z.object({
  event: z.literal("result"),
  host: z.string(),
  task: z.string(),
  /** The document a step answered with, where it has one. */
  result: z.unknown().optional(),
  changed: z.boolean().default(false),
  failed: z.boolean().default(false),
  unreachable: z.boolean().default(false),
  message: z.string().nullish(),
});
/** How far a step is that goes on: bytes of a part of a set, of how many where that is known, and the seconds it took. */
const ProgressEvent = z.object({
  event: z.literal("progress"),
  host: z.string(),
  task: z.string(),
  part: z.string().regex(/^[a-z][a-z ]{0,39}$/),
  bytes: z.number().nonnegative(),
  of: z.number().nonnegative().nullable(),
  seconds: z.number().nonnegative(),
});
const Event = z.discriminatedUnion("event", [TaskEvent, SkippedEvent, ProgressEvent, ResultEvent]);

/** A task began on a host, was left out, went on, or ended there. */
export type AnsibleEvent = z.infer<typeof Event>;
export type ProgressEvent = z.infer<typeof ProgressEvent>;
export type ResultEvent = z.infer<typeof ResultEvent>;

/** The event a line holds; undefined: something else that Ansible printed. */
export function parseEvent(line: string): AnsibleEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return Event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
