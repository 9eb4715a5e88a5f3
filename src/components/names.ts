/** What a person may write behind `--component`. */

/** The names of the components a word stands for, or every valid word. */
export type ComponentWords =
  | { readonly ok: true; readonly names: readonly string[] | "all" }
  | { readonly ok: false; readonly valid: readonly string[] };

/** Resolves a component's name, an alias or a group of upstream's (`django`, `pgsql`, `voice`, `all`…). */
export function resolveComponents(word: string): ComponentWords {
  throw new Error(`not yet: ${word}`);
}
