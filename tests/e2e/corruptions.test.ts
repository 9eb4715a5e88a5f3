/** A damaged set is refused before any exchange, or what a restore brings is not touched by the damage. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Corruptions } from "./corruptions.ts";
import { Fleet } from "./fleet.ts";

const fleet = new Fleet();
const corruptions = new Corruptions(1, "demo");

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  await corruptions.prepare(fleet);
});
afterAll(async () => {
  await corruptions.remove();
  fleet.remove();
});

// Samples of `npm run soak -- corruptions`, which tries 1,000, and each of the certain ones.
test("objects with bits flipped, cut off or gone: no other data are restored, nothing that runs is touched", async () => {
  const told = await corruptions.run(0, 10);
  expect(told.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  expect(told.filter(({ verdict }) => verdict === "refused").length).toBeGreaterThan(4);
});

test("everything of a kind damaged, and manifests that are well encrypted and not true: each is refused", async () => {
  const told = await corruptions.certain(2);
  expect(told.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  expect(told.length, "of five kinds in three ways, and of the forgeries").toBeGreaterThan(14);
});
