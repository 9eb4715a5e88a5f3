import fc from "fast-check";
import { expect, test } from "vitest";
import { WAVES, type Wave } from "../inventory/wave.ts";
import { matrixOf, MOST_JOBS, packShards, type Member } from "./shards.ts";

function members(count: number, wave: Wave = 2): readonly Member[] {
  return Array.from({ length: count }, (_, index) => ({ name: `t${String(index).padStart(5, "0")}`, wave }));
}

test.each([
  [0, 0, 0],
  [1, 1, 1],
  [6, 2, 3],
  [50, 10, 5],
  [120, 10, 12],
  [300, 12, 25],
  [6400, 256, 25],
  [10_000, 250, 40],
])("%i tenants of a wave make %i jobs of at most %i", (count, jobs, most) => {
  const shards = packShards(members(count));
  expect(shards).toHaveLength(jobs);
  expect(Math.max(0, ...shards.map(({ tenants }) => tenants.length))).toBe(most);
});

test("every tenant is in one shard of its own wave, in a stable order, and no wave has too many jobs", () => {
  const fleet = fc.array(fc.record({ name: fc.uuid(), wave: fc.constantFrom(...WAVES) }), { maxLength: 400 });
  fc.assert(
    fc.property(fleet, (tenants) => {
      const shards = packShards(tenants);
      expect(packShards(tenants.toReversed())).toEqual(shards);
      const packed = shards.flatMap(({ wave, tenants: names }) => names.map((name) => ({ name, wave })));
      const wanted = WAVES.flatMap((wave) =>
        tenants.filter((member) => member.wave === wave).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      );
      expect(packed).toEqual(wanted);
      expect(new Set(shards.map(({ id }) => id)).size).toBe(shards.length);
    }),
    { seed: 5, numRuns: 100 },
  );
});

test("a matrix names the jobs alone, so that 10,000 tenants of any names fit into a job's outputs", () => {
  const shards = packShards([...members(2, 1), ...members(10_000, 3)]);
  expect(matrixOf(shards, 1)).toBe('{"shard":["1-01"]}');
  expect(JSON.parse(matrixOf(shards, 3))).toMatchObject({ shard: { length: 250 } });
  expect(matrixOf(shards, 4)).toBe('{"shard":[]}');
  expect(WAVES.map((wave) => matrixOf(shards, wave)).join("").length).toBeLessThan(MOST_JOBS * 4 * 10);
});
