/** What a transaction writes on hosts where no component changes: markers, and a note of the release. Pure. */
import type { Answer } from "./answer.ts";

/** Whether a host and its data bear the tenant's marker, and a deploy was ever committed there. */
export function isSettled(answer: Answer): boolean {
  return answer.committed !== null && findUnmarked(answer).length === 0;
}

/** Whether another tool had installed what this host ran when it was first looked at. */
export function isTakenOver({ marker, adopted, system }: Answer): boolean {
  return marker === null ? system.used : adopted;
}

/** What bears no marker or another's, by name; what nobody can read is not told here. */
function findUnmarked({ host, marker, volumes, marks }: Answer): readonly string[] {
  const isUnmarked = (mark: { readonly marker: string }): boolean =>
    mark.marker === "missing" || mark.marker === "foreign";
  return [
    ...(marker === null ? [host] : []),
    ...volumes.filter(isUnmarked).map(({ name }) => `volume ${name} of ${host}`),
    ...marks.filter(isUnmarked).map(({ kind }) => `the ${kind}`),
  ];
}

/** The words for what is written where nothing else is done. */
export function sayWritten(answers: readonly Answer[]): string {
  const unmarked = [...new Set(answers.flatMap(findUnmarked))];
  return unmarked.length === 0 ? "a note of this release" : `the tenant's marker on ${unmarked.join(", ")}`;
}
