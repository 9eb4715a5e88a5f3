/** The public fingerprint of a release. */

/** SHA-256 over the canonical JSON of `value` (keys sorted, no white space): 64 hex digits. */
export function fingerprintOf(value: unknown): string {
  throw new Error(`not yet: ${typeof value}`);
}
