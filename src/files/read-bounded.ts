/** Reads a small text file with three system calls and a bound on its size. */
import { isUtf8 } from "node:buffer";
import { closeSync, constants, openSync, readSync } from "node:fs";

/** The most bytes a file of a fleet may have. */
export const LARGEST_FILE = 1024 * 1024;

/** The text of a file, or why there is none. */
export type BoundedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: "too-large" | "not-utf8" };

const buffer = Buffer.allocUnsafe(LARGEST_FILE + 1);

/** Reads UTF-8 text; a byte-order mark is dropped. Never waits for a pipe. Throws what the system says. */
export function readBounded(path: string): BoundedText {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const length = fill(file);
    if (length > LARGEST_FILE) return { ok: false, reason: "too-large" };
    const bytes = buffer.subarray(0, length);
    if (!isUtf8(bytes)) return { ok: false, reason: "not-utf8" };
    const text = bytes.toString("utf8");
    return { ok: true, text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
  } finally {
    closeSync(file);
  }
}

function fill(file: number): number {
  let length = 0;
  for (;;) {
    const count = readSync(file, buffer, length, buffer.length - length, null);
    length += count;
    if (count === 0 || length === buffer.length) return length;
  }
}
