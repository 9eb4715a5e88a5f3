/** What the jobs of this action have in common. */
import type { ApprovalQuestion } from "../../../src/backup/approval.ts";
import type { EndedRestore } from "../../../src/backup/restore-record.ts";
import type { GitHub } from "../../../src/github/ports.ts";
import type { RestoreRun } from "../../../src/github/restore-records.ts";
import type { Runner } from "../../../src/runner/ports.ts";
import type { Inputs } from "./inputs.ts";

/** What every job is given. */
export interface Job {
  readonly runner: Runner;
  readonly inputs: Inputs;
}

/** What was asked for, by whom, what is known of it, and where it is kept. */
export interface RestoreCase {
  readonly job: Job;
  readonly question: ApprovalQuestion;
  /** How restores ended, the newest first. */
  readonly ended: readonly EndedRestore[];
  readonly github: GitHub;
  readonly at: RestoreRun;
}
