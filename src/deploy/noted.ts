/** Which hosts have not noted what they run: the release and the commit it comes from. Pure. */
import type { AnyDesired, HostName, Source } from "../release/desired.ts";
import type { Answer } from "./answer.ts";

/**
 * The hosts that name what they were found to run otherwise than this deploy does. What no commit names replaces no
 * commit, unless a person has it go behind that one: `behind`.
 */
export function unnoted(
  desired: readonly AnyDesired[],
  answers: readonly Answer[],
  source: Source,
  behind: boolean,
): readonly HostName[] {
  if (source.commit === null && !behind) return [];
  return desired.flatMap((state, index) => (isNoted(state, source, answers[index]) ? [] : [state.host]));
}

function isNoted({ release, complete }: AnyDesired, source: Source, answer: Answer | undefined): boolean {
  const committed = answer?.committed;
  if (!committed) return true;
  const isSameSource =
    committed.source?.commit === source.commit && committed.source.unreviewed === source.unreviewed;
  return isSameSource && (!complete || committed.release === release);
}
