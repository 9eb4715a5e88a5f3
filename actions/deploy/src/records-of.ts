/** The records of this run. */
import type { Run } from "../../../src/runner/ports.ts";
import type { Inputs } from "./inputs.ts";
import { noRecords, type RunRecords } from "./run-records.ts";

/** The deployment records of the repository; a check writes none. */
export function recordsOf({ token }: Inputs, { repository }: Run): RunRecords {
  void [token, repository];
  return noRecords;
}
