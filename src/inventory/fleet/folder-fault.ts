/** What keeps a file or folder of a fleet from being read. */

/** The kinds of faults. */
export type FaultKind =
  "no-inventory" | "beside" | "not-utf8" | "too-large" | "link" | "not-a-file" | "unreadable";

/** One file or folder that was not read. */
export interface FolderFault {
  readonly kind: FaultKind;
  /** What messages call the file or folder. */
  readonly file: string;
  /** The tenant's folder it lies in; empty for a file of the fleet. */
  readonly tenant: string;
  /** The system's words, where it gave any. */
  readonly detail: string;
}
