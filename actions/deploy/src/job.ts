/** What the modes of this action have in common. */
import type { Runner } from "../../../src/runner/ports.ts";
import type { Inputs } from "./inputs.ts";

/** What every mode is given. */
export interface Job {
  readonly runner: Runner;
  readonly inputs: Inputs;
  readonly folders: Folders;
}

/** Folders under `RUNNER_TEMP` by which the jobs of a run hand on documents; the workflow names them too. */
export interface Folders {
  readonly plan: string;
  /** Results that this job leaves, or judges. */
  readonly results: string;
  /** Results of the first wave, for the shards of later ones. */
  readonly canaries: string;
}
