/** Lists, which GitHub answers in pages. */
import type { z } from "zod";
import type { Answer } from "./ports.ts";
import type { Send, Transport } from "./transport.ts";

/** The repository, as routes name it. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** Items of a page: GitHub's most. */
export const PAGE = 100;

/** Pages read of one list at the most. */
const MOST_PAGES = 50;

/** The pages of a list, each asked for when it is wanted. */
export async function* pages<T>(
  askPage: Transport["askPage"],
  send: (page: { per_page: number; page: number }) => Send,
  schema: z.ZodType<T>,
  size = PAGE,
): AsyncGenerator<Answer<readonly T[]>, void> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await askPage(send({ per_page: size, page }), schema);
    yield answer.ok ? { ok: true, value: answer.value.items } : answer;
    if (!answer.ok || !answer.value.more) return;
  }
}

/** All pages as one list; the first fault where there is one. */
export async function gather<T>(list: AsyncIterable<Answer<readonly T[]>>): Promise<Answer<readonly T[]>> {
  const all: T[] = [];
  for await (const page of list) {
    if (!page.ok) return page;
    all.push(...page.value);
  }
  return { ok: true, value: all };
}
