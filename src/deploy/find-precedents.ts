/** Which commits of the hosts a deploy may not go behind; git is asked through `Edges`. */
import type { Answer } from "./answer.ts";
import type { Edges } from "./edges.ts";
import { sourcesOf, type Precedent } from "./refuse-release.ts";

/** The hosts that have seen a commit that is newer than this deploy's, or of which git cannot tell. */
export async function findPrecedents(
  answers: readonly Answer[],
  { relationTo }: Pick<Edges, "relationTo">,
): Promise<readonly Precedent[]> {
  const precedents: Precedent[] = [];
  for (const answer of answers) {
    for (const source of sourcesOf(answer)) {
      const relation = source.commit === null ? "not-older" : await relationTo(source.commit);
      if (relation !== "not-older") precedents.push({ host: answer.host, source, relation });
    }
  }
  return precedents;
}
