/** The transaction of an earlier run that a deploy of the same desired state goes on with. Pure. */
import type { Answer, JournalAnswer } from "./answer.ts";

/** It has touched something on a host; where it was only staged nothing is lost by beginning anew, with all that goes before. */
export function findResumable(answers: readonly Answer[]): JournalAnswer | undefined {
  const [first] = answers.flatMap(({ journal }) => journal ?? []);
  if (!first || !answers.every((answer) => canFollow(answer, first))) return undefined;
  return answers.some((answer) => wasTouched(answer, first)) ? first : undefined;
}

/** The host is in that transaction, was never asked to begin it, or has committed it; it has not put it back. */
function canFollow({ journal, lock, last_transaction, committed }: Answer, open: JournalAnswer): boolean {
  if (lock && lock.transaction !== open.transaction) return false;
  const isThat = journal?.transaction === open.transaction && journal.token === open.token;
  if (journal) return isUnderWay(journal) && isThat;
  return last_transaction < open.transaction || committed?.transaction === open.transaction;
}

function isUnderWay({ same, state }: JournalAnswer): boolean {
  return same && ["staged", "applying", "committing"].includes(state);
}

function wasTouched({ journal, committed }: Answer, open: JournalAnswer): boolean {
  const isStarted = journal !== null && journal.state !== "staged";
  return isStarted || committed?.transaction === open.transaction;
}
