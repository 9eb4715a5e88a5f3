/** What became of a tenant's process. Types only. */

/** What it reported, or why it ended without a report, one sentence. */
export type ProcessReport<T> =
  { readonly kind: "reported"; readonly report: T } | { readonly kind: "silent"; readonly reason: string };
