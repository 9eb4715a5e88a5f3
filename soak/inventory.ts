/** The inventory's property tests on many more inputs than `npm test` has time for. */
import { properties } from "../src/inventory/properties.ts";

const RUNS = 100_000;

/** Runs every property on `runs` inputs; throws at a counterexample. */
export function soak(runs = RUNS): readonly string[] {
  return Object.entries(properties).map(([name, holds]) => {
    holds(runs);
    return `${name}: ${String(runs)} inputs hold`;
  });
}
