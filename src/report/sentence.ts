/** Texts of others within our own. Pure. */

/** A text that ends as a sentence does. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) || trimmed === "" ? trimmed : `${trimmed}.`;
}
