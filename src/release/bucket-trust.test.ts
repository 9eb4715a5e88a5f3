import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ordersOf } from "../backup/order.ts";
import { bucketAccess } from "../components/endpoints.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { aTenant, CLOUD, problemsOf } from "../inventory/testing.ts";
import { bucketsIn, trustNotices } from "./bucket-trust.ts";
import { digestsFor, releaseOf } from "./testing.ts";

const PEM = readFileSync(join(import.meta.dirname, "../../instances/acme/cert.pem"), "utf8");
const LINES = PEM.trim().split("\n");
const UNCHECKED = { callrec_device: "s3-no-check-cert" };
const SETS = `backup:
  password: 3f-of-the-repository
  bucket:
    url: https://sets.example.com
    name: sets
    access_key: K3Y
    secret_key: 7hsK2-of-it
`;

/** A key of `tenant.yml` with certificates as a person pastes them. */
const pasted = (key: string, lines = LINES): string =>
  [`${key}: >-`, ...lines.map((line) => `      ${line}`), ""].join("\n");
const changes = (text: string, vars: Readonly<Record<string, unknown>> = {}) => ({
  vars: { ...CLOUD.vars, bucket_url: "https://s3.example.com", ...vars },
  sources: { tenantFile: { path: "tenant.yml", text } },
});

function repositoryOf(tenant: Tenant) {
  const orders = ordersOf(tenant, digestsFor(tenant));
  if (!orders.ok) throw new Error(orders.message);
  return orders.app.repository;
}

it("has the bucket of the sets and the tenant's own believed by the authorities of tenant.yml", () => {
  const two = pasted("bucket_ca", [...LINES, ...LINES]);
  const tenant = aTenant(changes(`${two}${SETS}${pasted("    ca")}`));
  expect(repositoryOf(tenant)).toMatchObject({ verify: true, ca: PEM });
  expect(bucketAccess(tenant)).toMatchObject({ verify: true, ca: PEM + PEM });
});

it("takes nothing else for a certificate", () => {
  const problem = "bucket_ca: must be certificates as PEM behind >-, such as -----BEGIN CERTIFICATE----- …";
  for (const lines of [["bucket-ca.pem"], [LINES[0] ?? "", "AAAA", LINES.at(-1) ?? ""], LINES.slice(1)])
    expect(problemsOf(changes(pasted("bucket_ca", lines)))).toEqual([problem]);
});

it("names a bucket of which nobody checks the certificate, once, whatever reaches it", () => {
  const said = [expect.stringMatching(/s3\.example\.com is not checked .* bucket_ca$/)];
  const open = aTenant(changes("", UNCHECKED));
  const { app, voice } = releaseOf(open);
  expect(trustNotices(bucketsIn([app, voice]))).toEqual(said);
  expect(trustNotices([bucketAccess(open)])).toEqual(said);
});

it.each([
  ["checks it of itself", "", {}],
  ["checks it by an authority that is named, whatever the application does", pasted("bucket_ca"), UNCHECKED],
  ["has none to check", "", { ...UNCHECKED, bucket_url: "http://s3.example.com" }],
])("is silent of one that %s", (_, text, vars) => {
  expect(trustNotices([bucketAccess(aTenant(changes(text, vars)))])).toEqual([]);
});

it("never leaves a bucket of the sets unchecked", () => {
  expect(repositoryOf(aTenant(changes(SETS, UNCHECKED)))).toMatchObject({ verify: true });
});
