import { expect, it } from "vitest";
import { aTenant } from "../inventory/testing.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { digestsFor } from "../release/testing.ts";
import { isOffHost, ordersOf } from "./order.ts";

/** A tenant whose sets go to a bucket of their own at this address. */
function withBucketAt(url: string): Tenant {
  const tenant = aTenant();
  const bucket = { url, name: "sets", region: "us-east-1" };
  return { ...tenant, extras: { ...tenant.extras, backup: { bucket } } } as unknown as Tenant;
}

it("takes a bucket at a provider's for off-host, and one at the tenant's own address not", () => {
  const { app, voice } = aTenant();
  expect(isOffHost(withBucketAt("https://s3.example.com"))).toBe(true);
  for (const address of [app.lan, app.connection.address, voice.lan, "localhost"]) {
    expect(isOffHost(withBucketAt(`http://${address}:9000`)), address).toBe(false);
  }
});

it("names the components that are given the database's password, the server left out", () => {
  const tenant = aTenant();
  const asked = {
    ...tenant,
    extras: { ...tenant.extras, backup: { password: "secret" } },
  } as unknown as Tenant;
  const orders = ordersOf(asked, digestsFor(asked));
  if (!orders.ok) throw new Error(orders.message);
  expect(orders.app.clients).toEqual(["omnileads", "daphne", "cron"]);
  expect(orders.voice.clients).toEqual(["asterisk"]);
});
