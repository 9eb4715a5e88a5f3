/** Reads what the toolkit wrote into deployments of a task, which anybody who may write to the repository can add to. */
import type { Answer, Deployment, GitHub } from "./ports.ts";

/** What a payload tells: records, the newest first, and a sentence for each part of it that is none. */
export interface Told<T> {
  readonly records: readonly T[];
  readonly broken: readonly string[];
}

/** What deployments tell. */
export interface OwnRecords<T> {
  /** The newest first. */
  readonly records: readonly T[];
  /** What was skipped and why: a sentence each. */
  readonly notes: readonly string[];
  /** Whether there are more than are read. */
  readonly isCut: boolean;
}

/** Reads a payload. `created`: when GitHub was given it, by its own clock, in milliseconds since the epoch. */
export type ReadPayload<T> = (payload: unknown, created: number) => Told<T>;

/** Pages of deployments read at the most: an hourly run that always had something to do fills them in seven weeks. */
const MOST_PAGES = 40;

/**
 * Reads the records that are not older than `since`, those that our own login wrote; a fault of the list is the answer,
 * since half of it would hide something.
 */
export async function readOwn<T>(
  github: Pick<GitHub, "deployments" | "whoAmI">,
  { task, since }: { readonly task: string; readonly since: number },
  read: ReadPayload<T>,
): Promise<Answer<OwnRecords<T>>> {
  const own = await github.whoAmI();
  const records: T[] = [];
  const notes: string[] = [];
  let page = 0;
  for await (const answer of github.deployments({ task })) {
    if (!answer.ok) return answer;
    for (const deployment of answer.value.filter((one) => one.task === task)) {
      const { records: told, broken } = tell(deployment, own, read);
      records.push(...told);
      notes.push(...broken.map((why) => `deployment ${String(deployment.id)} ${why}: skipped`));
    }
    page += 1;
    if (answer.value.some(({ created }) => Date.parse(created) < since)) break;
    if (page >= MOST_PAGES) return { ok: true, value: { records, notes, isCut: true } };
  }
  return { ok: true, value: { records, notes, isCut: false } };
}

function tell<T>({ author, payload, created }: Deployment, own: string, read: ReadPayload<T>): Told<T> {
  if (author !== own) return { records: [], broken: [`was made by ${author || "nobody"}, not by ${own}`] };
  return read(payload, Date.parse(created));
}
