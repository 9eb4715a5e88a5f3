/** Names in a sentence, as many as it bears. Pure. */

/** `acme, demo`; behind the first `most` an ellipsis stands for the others. */
export function listNames(names: readonly string[], most: number): string {
  return names.length > most ? `${names.slice(0, most).join(", ")}, …` : names.join(", ");
}
