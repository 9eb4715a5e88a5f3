import { expect, it } from "vitest";
import { secretsOf } from "../inventory/secrets.ts";
import { aTenant } from "../inventory/testing.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { fillSlots } from "../release/fill.ts";
import { digestsFor } from "../release/testing.ts";
import { isOffHost, ordersOf } from "./order.ts";

/** A tenant whose sets go to a bucket of their own at this address. */
function withBucketAt(url: string): Tenant {
  const tenant = aTenant();
  const bucket = { url, name: "sets", region: "us-east-1" };
  const settings = { ...tenant.settings, fqdn: "pbx.example" };
  return { ...tenant, settings, extras: { ...tenant.extras, backup: { bucket } } } as unknown as Tenant;
}

it("takes a bucket at a provider's for off-host, and one at the tenant's own address not", () => {
  const { app, voice } = aTenant();
  expect(isOffHost(withBucketAt("https://s3.example.com"))).toBe(true);
  for (const address of [
    app.lan,
    app.connection.address,
    voice.lan,
    "pbx.example",
    "localhost",
    "127.0.1.1",
  ]) {
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

it("tells the app host who restores where the application's role may not, and knows that password for a secret", () => {
  const restoreAs = "  restore_as: { admin_user: doadmin, admin_password: 7hsK2-of-the-admin }\n";
  const text = `backup:\n  password: 3f-of-the-repository\n${restoreAs}`;
  const asked = aTenant({ sources: { tenantFile: { path: "tenant.yml", text } } });
  const orders = ordersOf(asked, digestsFor(asked));
  const secrets = secretsOf(asked);
  if (!orders.ok || !secrets.ok) throw new Error("there are orders and secrets");
  expect(JSON.stringify(orders)).not.toContain("7hsK2");
  const { filled, used } = fillSlots(orders.app, secrets.secrets);
  const admin = { admin_user: "doadmin", admin_password: "7hsK2-of-the-admin" };
  expect(filled).toMatchObject({ database: { restore_as: admin } });
  expect(used).toContain("7hsK2-of-the-admin");
  expect(orders.voice.database).toBeNull();
});
