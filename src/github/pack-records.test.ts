import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OUTCOMES } from "../deploy/outcome.ts";
import type { TenantRecord } from "../fleet/record.ts";
import { WAVES, type Wave } from "../inventory/wave.ts";
import { MOST_SINGLE_TENANTS, packRecords, stateOf, type Packed, type RecordedRun } from "./pack-records.ts";
import { LARGEST_PAYLOAD, readPayload, sizeOf } from "./record-payload.ts";

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length })
    .map((all) => all.join(""));
const digest = hex(64).map((text) => `sha256:${text}`);
const time = fc.integer({ min: 1.7e9, max: 1.9e9 }).map((seconds) => new Date(seconds * 1000).toISOString());
const COMMIT = "c".repeat(40);
const RUN = "https://github.example/acme/fleet/actions/runs/77";

/** A tenant's record but for its name; what runs is mostly what others run too. */
const record = (sets: readonly Record<string, string>[]) =>
  fc.record({
    outcome: fc.constantFrom(...OUTCOMES),
    commit: fc.constant(COMMIT),
    release: fc.oneof(hex(64), fc.constant("")),
    finished: time,
    since: time,
    run: fc.constant(RUN),
    reason: fc.string({ unit: "grapheme", maxLength: 90 }),
    images: fc.constantFrom(...sets),
    toolkit: fc.constantFrom(COMMIT, "d".repeat(40)),
    schema: hex(16),
    settled: fc.constantFrom(COMMIT, "d".repeat(40)),
  });

interface Fleet {
  readonly waves: ReadonlyMap<Wave, readonly TenantRecord[]>;
  readonly run: RecordedRun;
}

/** A run over a fleet; few records are made, and many tenants told by them, since only their number is at stake. */
const fleet = fc
  .array(fc.dictionary(fc.constantFrom("nginx", "omlapp", "redis", "asterisk"), digest), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((sets) =>
    fc.record({
      patterns: fc.array(record(sets), { minLength: 1, maxLength: 8 }),
      counts: fc.tuple(
        ...WAVES.map(() =>
          fc.oneof(fc.constant(0), fc.integer({ max: 10, min: 0 }), fc.integer({ max: 250, min: 0 })),
        ),
      ),
      extra: fc.integer({ min: 1, max: 1000 }),
      salt: fc.nat({ max: 15 }),
    }),
  )
  .map(({ patterns, counts, extra, salt }): Fleet => {
    const sizes = counts.some((count) => count > 0) ? counts : [0, extra, 0, 0];
    let number = 0;
    const waves = new Map(
      WAVES.map((wave, place) => [
        wave,
        Array.from({ length: sizes[place] ?? 0 }, (): TenantRecord => {
          const pattern = patterns[number % patterns.length];
          if (pattern === undefined) throw new Error("no pattern");
          number += 1;
          // Every release its own, as in a fleet: nothing of it can be shared.
          const release = pattern.release === "" ? "" : number.toString(16).padStart(8, "0") + "a".repeat(56);
          return { ...pattern, tenant: `tenant-${salt}-${number}`, release };
        }),
      ]),
    );
    const run = {
      commit: COMMIT,
      run: RUN,
      sizes: Object.fromEntries(WAVES.map((wave, i) => [wave, sizes[i] ?? 0])),
    };
    return { waves, run };
  });

const packAll = ({ waves, run }: Fleet): readonly Packed[] =>
  [...waves].flatMap(([wave, records]) => packRecords(wave, records, run));
const readAll = (all: readonly Packed[]): readonly TenantRecord[] =>
  all.flatMap(({ deployment }) => {
    const { told, broken } = readPayload(JSON.parse(JSON.stringify(deployment.payload)));
    expect(broken).toEqual([]);
    return told?.kind === "records" ? told.records : [];
  });

describe("the records of a run of 1 to 1,000 tenants", () => {
  test("stay within twenty writes, and two a tenant under the cap; no payload is too large", () => {
    fc.assert(
      fc.property(fleet, (given) => {
        const total = [...given.waves.values()].flat().length;
        const packed = packAll(given);
        // Three for the run itself: opened, begun, closed.
        const writes = 3 + 2 * packed.length;
        expect(writes).toBeLessThanOrEqual(total <= MOST_SINGLE_TENANTS ? 20 + 2 * total : 20);
        for (const { deployment } of packed)
          expect(sizeOf(deployment.payload)).toBeLessThanOrEqual(LARGEST_PAYLOAD);
      }),
      { numRuns: 60 },
    );
  });

  test("come back whole", () => {
    fc.assert(
      fc.property(fleet, (given) => {
        expect(readAll(packAll(given))).toEqual([...given.waves.values()].flat());
      }),
      { numRuns: 60 },
    );
  });
});

describe("a thousand tenants of which nothing is shared", () => {
  const images = (number: number) =>
    Object.fromEntries(
      Array.from({ length: 16 }, (_, place) => {
        const text = `${number}`.padStart(4, "0") + `${place}`.padStart(2, "0");
        return [`component-${place}`, `sha256:${text.padEnd(64, "f")}`];
      }),
    );
  const records = Array.from({ length: 1000 }, (_, number): TenantRecord => ({
    tenant: `contact-centre-${number}`,
    outcome: "failed",
    commit: COMMIT,
    release: `${number}`.padStart(64, "0"),
    finished: new Date(1.8e12 + number * 1000).toISOString(),
    since: new Date(1.7e12 + number * 1000).toISOString(),
    run: RUN,
    reason: `Component ${number} ${"did not answer ".repeat(40)}`,
    images: images(number),
    toolkit: "d".repeat(40),
  }));

  test.each([
    ["all in one wave", { 2: 1000 }],
    ["most in the last", { 1: 1, 2: 1, 3: 1, 4: 997 }],
  ])("%s: every record is there, without images and with shorter reasons", (_name, sizes) => {
    let from = 0;
    const packed = WAVES.flatMap((wave) => {
      const count = (sizes as Partial<Record<Wave, number>>)[wave] ?? 0;
      from += count;
      return packRecords(wave, records.slice(from - count, from), { commit: COMMIT, run: RUN, sizes });
    });
    expect(3 + 2 * packed.length).toBeLessThanOrEqual(20);
    const read = readAll(packed);
    const bare = ({ tenant, outcome, release, finished, since, toolkit }: TenantRecord) => ({
      ...{ tenant, outcome, release, finished, since, toolkit },
    });
    expect(read.map(bare)).toEqual(records.map(bare));
    expect(read.at(-1)?.reason).toMatch(/^Component 999 did not answer .*…$/);
  });
});

test.each([
  [["unchanged", "deployed"], "success"],
  [["deployed", "postponed"], "inactive"],
  [["deployed", "unreachable", "postponed"], "error"],
  [["refused", "rolled-back"], "failure"],
] as const)("a deployment of %j has the state %s", (outcomes, state) => {
  expect(stateOf(outcomes)).toBe(state);
});

test("a wave's records that name no settled commit are read as well", () => {
  const row = ["acme", "deployed", "", 0, 1, 1, 2, 3, -1, -1, -1];
  const texts = [COMMIT, "2026-03-01T10:00:00.000Z", RUN, "deployed."];
  const { told, broken } = readPayload({ format: 1, kind: "wave", tenants: [row], texts, images: [] });
  expect(broken).toEqual([]);
  expect(told).toMatchObject({ records: [{ tenant: "acme", commit: COMMIT, outcome: "deployed" }] });
});
