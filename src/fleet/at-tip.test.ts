import { expect, test } from "vitest";
import { formatLock } from "../lock/lock.ts";
import { tenantAtTip } from "./at-tip.ts";
import { digest, HOUR } from "./testing.ts";

const inventory = { path: "instances/acme/inventory.yml", text: "no inventory at all" };
const file = (name: string, text: string) => ({ path: `instances/acme/${name}`, text });

test("a tenant's wave, age and its components' images are read without its inventory", () => {
  const own = { image: "docker.io/omnileads/nginx", tag: "latest", digest: digest("a") };
  const step = { image: "docker.io/minio/mc", tag: "latest", digest: digest("b") };
  const lock = file(
    "images.lock.json",
    formatLock({ format: 1, components: { nginx: [own, step], backup: [step] } }),
  );
  const tenantFile = file("tenant.yml", "wave: 1\nmax_age: 90m\n");
  expect(tenantAtTip({ name: "acme", inventory, tenantFile, lock })).toEqual({
    name: "acme",
    wave: 1,
    maxAge: 1.5 * HOUR,
    images: { nginx: digest("a") },
  });
});

test("what is missing or wrong leaves the defaults", () => {
  const expected = { name: "acme", wave: 2, maxAge: 72 * HOUR, images: {} };
  expect(tenantAtTip({ name: "acme", inventory })).toEqual(expected);
  const wrong = { tenantFile: file("tenant.yml", "wave: 9\n"), lock: file("images.lock.json", "{") };
  expect(tenantAtTip({ name: "acme", inventory, ...wrong })).toEqual(expected);
});
