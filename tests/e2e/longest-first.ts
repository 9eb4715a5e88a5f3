/** The order of end-to-end suites: the longest first, so that labs which run them side by side end together. */
import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** From some seven minutes down to one; what is not here is shorter, and comes after. */
const LONGEST = [
  "crash",
  "pipeline",
  "migrations",
  "histories",
  "failures",
  "changes",
  "backup",
  "reboot",
  "restore",
  "restore-failures",
  "backup-failures",
  "backup-action",
  "restore-action",
  "secrets",
  "calls",
  "drop-ins",
  "lab",
];

/** Vitest's own order, but for these. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ project, moduleId }: TestSpecification): number {
  if (project.name !== "e2e") return -1;
  const place = LONGEST.indexOf(basename(moduleId, ".test.ts"));
  return place < 0 ? LONGEST.length : place;
}
