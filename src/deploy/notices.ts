/** What a person should know of a tenant beside a run's outcome; nothing was done about it. Pure. */
import { bucketsIn, trustNotices } from "../release/bucket-trust.ts";
import type { AnyDesired } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import { dropInNotices } from "./drop-ins.ts";
import { safetyNotices, type Safety } from "./safety.ts";
import { isTakenOver } from "./unmarked.ts";

/** What notices are made of; a run that never came to its hosts has no answers. */
export interface Noticed {
  readonly answers: readonly Answer[];
  readonly desired: readonly AnyDesired[];
  readonly safety: Safety["kind"];
}

/** A sentence each, without a full stop. */
export function noticesOf({ answers, desired, safety }: Noticed): readonly string[] {
  return [
    ...takeoverNotices(answers),
    ...dropInNotices(answers),
    ...safetyNotices(safety),
    ...trustNotices(bucketsIn(desired)),
  ];
}

function takeoverNotices(answers: readonly Answer[]): readonly string[] {
  return answers
    .filter((answer) => answer.committed === null && isTakenOver(answer))
    .map(({ host }) => `${host} runs what another tool installed; a deploy takes it over with its data`);
}
