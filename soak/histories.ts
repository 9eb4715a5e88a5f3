/** Histories of pushes, dispatches and runs cut short against the lab: what the model's test holds, on real hosts. */
import { up } from "../lab/lab.ts";
import { historiesOf, LiveTenant } from "../tests/e2e/live-history.ts";

const RUNS = 20;
const SEED = 7;

/** Lives through `runs` histories and says so one by one; throws at one after which something is as it must not be. */
export async function* soak(runs = RUNS): AsyncGenerator<string> {
  await up();
  const tenant = new LiveTenant((line) => console.log(`  ${line}`));
  await tenant.begin();
  try {
    for (const [place, history] of historiesOf(SEED, runs).entries()) {
      const violations = await tenant.live(history);
      if (violations.length > 0) throw new Error(`history ${String(place + 1)}: ${violations.join("; ")}`);
      yield `history ${String(place + 1)} of ${String(runs)} holds`;
    }
  } finally {
    await tenant.end();
  }
}
