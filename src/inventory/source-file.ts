/** A file as the checks of a tenant are given it: its text, never a descriptor. */

/** A file of a tenant's folder. `path` is what messages call it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Whether git ignores it, where that is known. */
  readonly isIgnored?: boolean;
}
