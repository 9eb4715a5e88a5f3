/** A bucket that is busy, cuts answers off, or says that it keeps what it does not: a set is whole then, or red. */
import { afterAll, beforeAll, expect, test } from "vitest";
import * as bucket from "./faulty-bucket.ts";
import { Fleet } from "./fleet.ts";
import { opens, Sets } from "./sets.ts";

const fleet = new Fleet(["acme"]);
const sets = new Sets(fleet);

beforeAll(async () => {
  await fleet.converge("acme", "--retry", ...opens("acme"));
  await bucket.open(fleet);
});
afterAll(async () => {
  await bucket.close();
  fleet.remove();
});

// One that stays away, or full, restic asks for a quarter of an hour: `npm run soak -- buckets`.
test.each([
  ["is busy", "busy"],
  ["breaks answers off", "cut"],
] as const)("a bucket that %s now and then delays a set", async (_, fault) => {
  await sets.take("acme");
  await bucket.have(fault);
  await sets.take("acme");
  await bucket.have("nothing");
  expect(await bucket.times(fault), "times that it did so").toBeGreaterThan(3);
});

test("a bucket that keeps nothing of what it takes: the set is not verified, and the next one is whole", async () => {
  const [whole] = await sets.list("acme");
  await bucket.have("swallow");
  const lost = await sets.run("backup", "acme");
  await bucket.have("nothing");
  expect(lost, lost.reason).toMatchObject({ code: 1, verified: false });
  expect(lost.reason).toMatch(/NOT verified|was not stored/);
  expect(await sets.table("acme")).toMatch(new RegExp(`${whole ?? ""} .*verified`));
  await sets.take("acme");
});
