/** Retention's promise in many more histories than `npm test` has time for. */
import { holdRetention } from "../src/backup/properties.ts";

const RUNS = 100_000;

/** Lives through `runs` histories; throws at a counterexample. */
export function* soak(runs = RUNS): Generator<string> {
  holdRetention(runs);
  yield `${String(runs)} histories keep the promise`;
}
