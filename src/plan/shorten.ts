/** Shortens a list of texts in its middle. Pure. */

/** The texts that are kept, and how many were left out between them. */
export interface Shortened {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly omitted: number;
}

/** Keeps as many texts as fit into `room` characters (each with one more for its line's end), from both ends inwards. */
export function shorten(texts: readonly string[], room: number): Shortened {
  const whole = texts.reduce((sum, text) => sum + text.length + 1, 0);
  if (whole <= room) return { first: texts, last: [], omitted: 0 };
  let [left, from, to] = [room, 0, texts.length];
  for (let isFront = true; from < to; isFront = !isFront) {
    const cost = (texts[isFront ? from : to - 1]?.length ?? 0) + 1;
    if (cost > left) break;
    left -= cost;
    if (isFront) from += 1;
    else to -= 1;
  }
  return { first: texts.slice(0, from), last: texts.slice(to), omitted: to - from };
}
