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
const Event = z.discriminatedUnion("event", [TaskEvent, SkippedEvent, ResultEvent]);

/** A task began on a host, was left out, or ended there. */
export type AnsibleEvent = z.infer<typeof Event>;
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
