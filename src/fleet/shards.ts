/** Packs tenants into waves, and each wave into the shards its jobs work on. Pure. */
import { WAVES, type Wave } from "../inventory/wave.ts";

/** The tenants that one job of a wave deploys, one after another or a few at a time. */
export interface Shard {
  /** `<wave>-<number>`, such as `2-07`: what names its job and its results. */
  readonly id: string;
  readonly wave: Wave;
  readonly tenants: readonly string[];
}

/** A tenant and the wave its `tenant.yml` puts it into. */
export interface Member {
  readonly name: string;
  readonly wave: Wave;
}

/** The most jobs of one matrix, as GitHub has it. */
export const MOST_JOBS = 256;

/** The tenants of a full job: a failure leaves no more than these waiting, and a lost runner no more unknown. */
const FULL = 25;
/** The tenants that are worth a job: it takes about as long to start as they take to be asked. */
const WORTHWHILE = 5;
/** How many jobs a wave is spread over before they are filled: half of those the smallest plan runs at once. */
const SPREAD = 10;

/**
 * The shards of a run, wave by wave, tenants in order of their names. A small wave is spread over up to 10 jobs of at
 * least 5 tenants; from 250 tenants on jobs hold 25, and more only where 256 jobs would not hold the wave.
 */
export function packShards(members: readonly Member[]): readonly Shard[] {
  return WAVES.flatMap((wave) => {
    const names = members.filter((member) => member.wave === wave).map(({ name }) => name);
    return packWave(wave, names.toSorted());
  });
}

function packWave(wave: Wave, tenants: readonly string[]): readonly Shard[] {
  const count = tenants.length;
  const size = Math.max(
    Math.min(FULL, Math.max(WORTHWHILE, Math.ceil(count / SPREAD))),
    Math.ceil(count / MOST_JOBS),
  );
  const jobs = Math.ceil(count / size);
  const digits = Math.max(2, String(jobs).length);
  return Array.from({ length: jobs }, (_, index) => ({
    id: `${wave}-${String(index + 1).padStart(digits, "0")}`,
    wave,
    tenants: tenants.slice(Math.floor((index * count) / jobs), Math.floor(((index + 1) * count) / jobs)),
  }));
}

/** The shards of a wave as the value of a job's `matrix`. */
export function matrixOf(shards: readonly Shard[], wave: Wave): string {
  const ids = shards.filter((shard) => shard.wave === wave).map(({ id }) => id);
  return JSON.stringify({ shard: ids });
}
