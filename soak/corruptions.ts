/** A backup set damaged in 1,000 random ways, each before a restore of it: what `npm test` has a sample of. */
import { up } from "../lab/lab.ts";
import { Corruptions, type Corruption } from "../tests/e2e/corruptions.ts";
import { Fleet } from "../tests/e2e/fleet.ts";
import { opens } from "../tests/e2e/sets.ts";

const RUNS = 1000;
const SEED = 7;
const BATCH = 10;

/**
 * Damages, tries to restore, puts back, and says after each batch what was seen; throws where a restore brought other data.
 * `from` goes on where an earlier one stopped, on another set. Half of it on a hosted database and bucket, half on a provider's, side by side.
 */
export async function* soak(runs = RUNS, from = 0): AsyncGenerator<string> {
  await up();
  const fleet = new Fleet(["demo", "acme"]);
  const each = (["demo", "acme"] as const).map((tenant) => ({
    tenant,
    corruptions: new Corruptions(SEED, tenant),
  }));
  try {
    for (const { tenant, corruptions } of each) {
      await fleet.converge(tenant, "--retry", ...opens(tenant));
      await corruptions.prepare(fleet);
    }
    const half = Math.ceil(runs / 2);
    const seen = new Map<string, number>();
    for (let first = Math.floor(from / 2); first < half; first += BATCH) {
      const last = Math.min(first + BATCH, half);
      const told = await Promise.all(each.map(({ corruptions }) => corruptions.run(first, last)));
      for (const one of told.flat()) count(seen, one);
      yield `${String(2 * last)} corruptions of seed ${String(SEED)}: ${say(seen)}`;
    }
  } finally {
    for (const { corruptions } of each) await corruptions.remove();
    fleet.remove();
  }
}

function count(seen: Map<string, number>, one: Corruption): void {
  if (one.wrong.length > 0) throw new Error(`seed ${String(SEED)}: ${JSON.stringify(one)}`);
  const what = `${one.object.replace(/\/.*/, "")} ${one.verdict}`;
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

function say(seen: ReadonlyMap<string, number>): string {
  return [...seen]
    .toSorted()
    .map(([what, times]) => `${String(times)} ${what}`)
    .join(", ");
}
