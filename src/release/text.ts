/** Texts with slots: how they are made, joined and filled. */
import type { Slot, Text } from "./desired.ts";

/** The slot of a secret. */
export function slot(secret: string): Slot {
  return { secret };
}

/** A text of plain parts and slots. Equal texts are equal values: neighbours are joined, empty parts left out. */
export function text(...parts: Text): Text {
  const joined: (string | Slot)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}

/** The plain string of a text, each slot replaced. */
export function fillText(parts: Text, replace: (secret: string) => string): string {
  return parts.map((part) => (typeof part === "string" ? part : replace(part.secret))).join("");
}
