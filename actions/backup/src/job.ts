/** What the jobs of this action have in common. */
import type { Runner } from "../../../src/runner/ports.ts";
import type { Inputs } from "./inputs.ts";

/** What every job is given. */
export interface Job {
  readonly runner: Runner;
  readonly inputs: Inputs;
  /** Folders under `RUNNER_TEMP` by which the jobs of a run hand on documents; the workflow names them too. */
  readonly folders: { readonly plan: string; readonly results: string };
}
