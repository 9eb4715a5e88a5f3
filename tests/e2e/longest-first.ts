/** The order of end-to-end suites: the longest first, so that labs which run them side by side end together. */
import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** From some ten minutes down to one; what is not here is shorter, and comes after. */
const LONGEST = [
  "pipeline",
  "restore",
  "crash",
  "backup-failures",
  "restore-failures",
  "changes",
  "reboot",
  "backup",
  "corruptions",
  "bucket-faults",
  "fidelity",
  "failures",
  "drop-ins",
  "adoption",
  "migrations",
  "histories",
  "backup-action",
  "restore-action",
  "calls",
];

/**
 * Those that begin on hosts of nobody, leave them so, or need no tenant: last, the longest first, so that none has to
 * install one that was just taken away. `migrations` leaves such hosts too, and comes when these are near.
 */
const LAST = ["secrets", "demo", "lab", "environment"];

/** Vitest's own order, but for these. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ project, moduleId }: TestSpecification): number {
  if (project.name !== "e2e") return -1;
  const name = basename(moduleId, ".test.ts");
  const [early, late] = [LONGEST.indexOf(name), LAST.indexOf(name)];
  if (early >= 0) return early;
  return LONGEST.length + (late < 0 ? 0 : 1 + late);
}
