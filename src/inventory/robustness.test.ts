import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { formatProblem } from "./problem.ts";
import { readTenant } from "./read-tenant.ts";
import { inventoryText, sourcesOf } from "./testing.ts";

// A loaded machine is slow, not wrong.
vi.setConfig({ testTimeout: 120_000 });

const text = inventoryText({ app: { google_maps_center: '{ "lat": 1, "lng": 2 }' } });
const lines = text.split("\n");
const junk = fc.oneof(
  fc.constantFrom(
    "",
    "null",
    "[]",
    "{}",
    "- x",
    "!vault x",
    "!!int x",
    "&a",
    "*a",
    "'",
    '"',
    "|",
    "\t",
    "{{ x }}",
    "999",
  ),
  fc.string({ maxLength: 12 }),
);

/** Lines of a valid inventory changed, dropped, doubled or indented. */
const broken = fc
  .array(
    fc.tuple(fc.nat(lines.length - 1), fc.constantFrom("value", "drop", "double", "indent", "replace"), junk),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((edits) => {
    const edited: string[] = [...lines];
    for (const [index, kind, value] of edits) {
      const line = edited[index] ?? "";
      edited[index] = {
        value: line.replace(/:.*$/, `: ${value}`),
        drop: "",
        double: `${line}\n${line}`,
        indent: `  ${line}`,
        replace: value,
      }[kind] as string;
    }
    return edited.join("\n");
  });

test("a broken inventory ends in problems on lines of its own, never in an exception", () => {
  fc.assert(
    fc.property(broken, (inventory) => {
      const count = inventory.split("\n").length;
      const result = readTenant(sourcesOf({ sources: { inventory: { path: "i.yml", text: inventory } } }));
      for (const problem of result.ok ? [] : result.problems) {
        expect(problem.line).toBeGreaterThanOrEqual(1);
        expect(problem.line).toBeLessThanOrEqual(count + 1);
        expect(formatProblem(problem)).not.toMatch(/secret-\d|\n/);
        expect(problem.remedy).not.toBe("");
      }
    }),
    { numRuns: 300 },
  );
});
