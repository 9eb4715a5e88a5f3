/** Sends requests as GitHub asks for it: writes one after another, and again only what may yet succeed. */
import { isLimit, waitBefore, type Failed, type Patience } from "./patience.ts";

/** The clock, and what an error says. */
export interface World {
  /** Milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly failedBy: (error: unknown) => Failed;
}

/** How a request may be sent. */
export interface Manner {
  readonly isWrite: boolean;
  /** False where doing it twice does harm: then only what surely was not done is tried again. */
  readonly isSafe: boolean;
}

/** Sends, until it succeeds, must fail, or the waiting of all requests together is used up: then it throws the last error. */
export type Sender = <T>(once: () => Promise<T>, manner: Manner) => Promise<T>;

/** A sender; all that is sent by it shares one patience. */
export function politely({ betweenWrites, backoff, total }: Patience, world: World): Sender {
  let left = total;
  let free = -Infinity;
  const turn = async (): Promise<void> => {
    const now = world.now();
    const mine = Math.max(now, free);
    free = mine + betweenWrites;
    if (mine > now) await world.sleep(mine - now);
  };
  return async (once, { isWrite, isSafe }) => {
    for (let tries = 1; ; tries += 1) {
      if (isWrite) await turn();
      try {
        return await once();
      } catch (error) {
        const failed = world.failedBy(error);
        const wait = waitBefore(failed, tries, world.now(), backoff);
        if (wait === undefined || wait > left || !(isSafe || isLimit(failed))) throw error;
        left -= wait;
        await world.sleep(wait);
      }
    }
  };
}
