/** Lines of a text that may not exceed a number of bytes. */

/** Bytes of a job's summary: GitHub refuses more than 1 MiB a step. */
export const LARGEST_SUMMARY = 1_000_000;

/** Room kept for the line that says what was left out. */
const LAST_LINE = 200;

/** Collects lines as long as they fit, whole ones only. */
export class BoundedLines {
  readonly #lines: string[] = [];
  readonly #limit: number;
  #bytes = 0;

  /** `limit`: the most bytes the text may have. */
  constructor(limit: number) {
    this.#limit = limit - LAST_LINE;
  }

  /** Adds all of them, or none where they do not fit. */
  add(...lines: readonly string[]): boolean {
    const bytes = Buffer.byteLength(lines.join("\n")) + 1;
    if (this.#bytes + bytes > this.#limit) return false;
    this.#bytes += bytes;
    this.#lines.push(...lines);
    return true;
  }

  /** The text, with a last line where something was left out; ends with a newline. */
  end(last: string | undefined): string {
    return `${[...this.#lines, ...(last === undefined ? [] : ["", last])].join("\n")}\n`;
  }
}
