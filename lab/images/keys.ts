import { createHash } from "node:crypto";

/** A file of a build context: its path relative to the folder, its mode and its bytes. */
export interface ContextFile {
  readonly path: string;
  readonly executable: boolean;
  readonly content: Uint8Array;
}

/** Everything that goes into an image. */
export interface Ingredients {
  /** Keys of what lies under or beside it: the base, a Go program. */
  readonly from: readonly string[];
  readonly files: readonly ContextFile[];
  readonly args: Readonly<Record<string, string>>;
}

/**
 * The content key of an image, `k-` and 16 hexadecimal digits: equal for equal ingredients, whatever
 * order they are listed in, and different as soon as one byte, mode, name or argument differs.
 */
export function contentKey(image: Ingredients): string {
  const digest = createHash("sha256");
  const field = (value: string | Uint8Array): void => {
    const bytes = Buffer.from(value);
    digest.update(`${bytes.length}:`).update(bytes);
  };
  for (const key of [...image.from].sort()) field(`from ${key}`);
  for (const file of [...image.files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    field(`file ${file.path} ${file.executable ? "x" : "-"}`);
    field(file.content);
  }
  for (const [name, value] of Object.entries(image.args).sort(([a], [b]) => (a < b ? -1 : 1))) {
    field(`arg ${name}=${value}`);
  }
  return `k-${digest.digest("hex").slice(0, 16)}`;
}
