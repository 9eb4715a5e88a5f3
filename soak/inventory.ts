/** The inventory's property tests on many more inputs than `npm test` has time for. */
import { properties } from "../src/inventory/properties.ts";

const RUNS = 100_000;

/** Runs every property on `runs` inputs and says so one by one; throws at a counterexample. */
export function* soak(runs = RUNS): Generator<string> {
  for (const [name, holds] of Object.entries(properties)) {
    holds(runs);
    yield `${name}: ${String(runs)} inputs hold`;
  }
}
