/** Buckets whose certificate nobody checks: named in every report. Pure. */
import type { AnyDesired, BucketAccess } from "./desired.ts";

type Reached = Pick<BucketAccess<unknown>, "endpoint" | "verify">;

/** What a person should know of each bucket that is reached without its certificate being checked, a sentence each. */
export function trustNotices(buckets: readonly Reached[]): readonly string[] {
  const open = buckets.filter(({ endpoint, verify }) => !verify && endpoint.startsWith("https:"));
  return [...new Set(open.map(({ endpoint }) => endpoint))].map(
    (endpoint) =>
      `the certificate of ${endpoint} is not checked (callrec_device: s3-no-check-cert), so it may be anybody's; name its authority in tenant.yml: bucket_ca`,
  );
}

/** The buckets that a release reaches. */
export function bucketsIn(desired: readonly AnyDesired[]): readonly Reached[] {
  const components = desired.flatMap((state) => state.components);
  return components
    .flatMap(({ before, after, probes }) => [...before, ...after, ...probes])
    .filter((one) => one.kind === "bucket");
}
