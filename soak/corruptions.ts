/** A backup set damaged in 1,000 random ways, each before a restore of it: what `npm test` has a sample of. */
import { up } from "../lab/lab.ts";
import { Corruptions, type Corruption } from "../tests/e2e/corruptions.ts";
import { Fleet } from "../tests/e2e/fleet.ts";
import { opens } from "../tests/e2e/sets.ts";

const RUNS = 1000;
const SEED = 7;
const BATCH = 10;
/** Without these nothing opens; of the others some serve no restore: the verdict's, an older manifest's. */
const ALWAYS_READ = ["config", "keys"];
/** Of so many corruptions of a kind at least this part is refused; two thirds are. */
const MANY = 30;
const LEAST = 1 / 3;

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
    const certain = await Promise.all(each.map(({ corruptions }) => corruptions.certain()));
    for (const one of certain.flat()) if (one.wrong.length > 0) throw new Error(JSON.stringify(one));
    yield `${String(certain.flat().length)} that leave nothing to restore, or are forged: all refused`;
    const half = Math.ceil(runs / 2);
    const seen = new Map<string, number>();
    for (let first = Math.floor(from / 2); first < half; first += BATCH) {
      const last = Math.min(first + BATCH, half);
      const told = await Promise.all(each.map(({ corruptions }) => corruptions.run(first, last)));
      for (const one of told.flat()) count(seen, one);
      yield `${String(2 * last)} corruptions of seed ${String(SEED)}: ${say(seen)}`;
    }
    judge(seen);
    yield "each kind was refused as often as it must be";
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

/** Throws where too many of a kind were not refused: then what was damaged was not what a restore reads. */
function judge(seen: ReadonlyMap<string, number>): void {
  const kinds = new Set([...seen.keys()].map((what) => what.replace(/ .*/, "")));
  for (const kind of kinds) {
    const times = [...seen].filter(([what]) => what.startsWith(`${kind} `)).map(([, count]) => count);
    const all = times.reduce((sum, count) => sum + count, 0);
    const refused = seen.get(`${kind} refused`) ?? 0;
    const least = ALWAYS_READ.includes(kind) ? all : all < MANY ? 0 : all * LEAST;
    if (refused < least)
      throw new Error(
        `${kind}: ${String(refused)} of ${String(all)} refused, not ${String(least)}: ${say(seen)}`,
      );
  }
}

function say(seen: ReadonlyMap<string, number>): string {
  return [...seen]
    .toSorted()
    .map(([what, times]) => `${String(times)} ${what}`)
    .join(", ");
}
