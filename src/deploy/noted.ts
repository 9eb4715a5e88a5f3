/** Which hosts have not noted what they run: the release and the commit it comes from. Pure. */
import type { DesiredState, HostName, Source } from "../release/desired.ts";
import type { Answer } from "./answer.ts";

/** The hosts that name what they were found to run otherwise than this deploy does. */
export function unnoted(
  desired: readonly DesiredState<unknown>[],
  answers: readonly Answer[],
  source: Source,
): readonly HostName[] {
  return desired.flatMap((state, index) => (isNoted(state, source, answers[index]) ? [] : [state.host]));
}

/** What no commit names replaces nothing. */
function isNoted(
  { release, complete }: DesiredState<unknown>,
  source: Source,
  answer: Answer | undefined,
): boolean {
  const committed = answer?.committed;
  if (!committed || source.commit === null) return true;
  const isSameSource =
    committed.source?.commit === source.commit && committed.source.unreviewed === source.unreviewed;
  return isSameSource && (!complete || committed.release === release);
}
