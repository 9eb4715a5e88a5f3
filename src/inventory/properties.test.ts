/** A fair sample of what `npm run soak -- inventory` tries at length. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { formatProblem } from "./problem.ts";
import { mutated } from "./arbitraries.ts";
import { problemsIn, properties } from "./properties.ts";

// A loaded machine is slow, not wrong.
vi.setConfig({ testTimeout: 300_000 });

test("a broken inventory ends in problems inside of the file, never in an exception or a hang", () => {
  properties.isSound(600);
});

test("no template, lookup or connection variable gets through, however it is written", () => {
  properties.isGuarded(600);
});

test("a tenant does not depend on how its inventory is written", () => {
  properties.isStable(100);
});

test("no problem quotes a secret or takes two lines", () => {
  fc.assert(
    fc.property(mutated, (text) => {
      for (const problem of problemsIn(text)) {
        expect(problem.message + problem.remedy).not.toMatch(/secret-\d|\n/);
        expect(formatProblem(problem)).not.toContain("\n");
        expect(problem.remedy).not.toBe("");
      }
    }),
    { numRuns: 200 },
  );
});
