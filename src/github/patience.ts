/** How long to wait before GitHub is asked the same again. Pure, but for the clock it is given. */

/** Milliseconds, all of them. */
export interface Patience {
  /** Between two writes: GitHub's own advice, and well under its 80 a minute. */
  readonly betweenWrites: number;
  /** Before the second, third, … try where GitHub fails or cannot be reached. */
  readonly backoff: readonly number[];
  /** All waiting of one client together, but for that between writes. */
  readonly total: number;
  /** For one answer. */
  readonly answer: number;
}

/** For a job on GitHub's runners. */
export const PATIENCE: Patience = {
  betweenWrites: 1_000,
  backoff: [1_000, 4_000, 9_000],
  total: 90_000,
  answer: 10_000,
};

/** What waiting depends on. */
export interface Failed {
  /** Absent where there was no answer. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
}

/** A secondary limit that names no time: GitHub asks for a minute. */
const UNNAMED = 60_000;

/** True where the token's budget is used up: as long as that lasts, every request ends so. */
export function isLimit({ status, headers, message }: Failed): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers["retry-after"] !== undefined ||
    headers["x-ratelimit-remaining"] === "0" ||
    /rate limit/i.test(message)
  );
}

/** Milliseconds until the limit is lifted. `now` is a time in milliseconds. */
export function untilLifted({ headers }: Failed, now: number): number {
  const after = Number(headers["retry-after"] ?? NaN);
  if (after >= 0) return after * 1000;
  const reset = Number(headers["x-ratelimit-reset"] ?? NaN) * 1000;
  // A second more: the limit is lifted at some moment of that second.
  if (headers["x-ratelimit-remaining"] === "0" && reset > 0) return Math.max(0, reset - now) + 1000;
  return UNNAMED;
}

/** Milliseconds before try number `tries + 1`; undefined: asking again mends nothing, or was tried enough. */
export function waitBefore(
  failed: Failed,
  tries: number,
  now: number,
  backoff: readonly number[],
): number | undefined {
  const step = backoff[tries - 1];
  if (step === undefined) return undefined;
  if (isLimit(failed)) return Math.max(untilLifted(failed, now), step);
  return failed.status === undefined || failed.status >= 500 ? step : undefined;
}
