/** What must hold of any inventory, for `npm test` and the soak. */
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { checkTenant } from "./check-tenant.ts";
import type { Problem } from "./problem.ts";
import { readTenant } from "./read-tenant.ts";
import { inventoryText, sourcesOf } from "./testing.ts";
import { disguised, mutated, type Disguise } from "./arbitraries.ts";

const NOW = new Date("2027-01-01");
const LENIENT = { secrets: "clear-allowed" } as const;
const FAILSAFE = { schema: "failsafe" } as const;
/** A hang, and no slow machine: a run takes about a millisecond. */
const HANG = 1_000;

/** The problems of an inventory with this text. */
export function problemsIn(text: string): readonly Problem[] {
  const sources = sourcesOf({ sources: { inventory: { path: "instances/demo/inventory.yml", text } } });
  return checkTenant(sources, LENIENT, NOW);
}

/** Throws where a problem's place is not one of the file's. */
function insideOf(text: string, { file, line, column, endLine, endColumn, code }: Problem): void {
  if (!file.endsWith("inventory.yml")) return;
  const lines = text.split("\n");
  const isPlace = (row: number, at: number) => at >= 1 && at <= (lines[row - 1]?.length ?? -1) + 1;
  const isForward = endLine > line || (endLine === line && endColumn >= column);
  if (isPlace(line, column) && isPlace(endLine, endColumn) && isForward) return;
  throw new Error(`${code} at ${String(line)}:${String(column)} is outside of the file`);
}

const isSound = fc.property(mutated, (text) => {
  const started = process.cpuUsage();
  const problems = problemsIn(text);
  const { user } = process.cpuUsage(started);
  if (user > HANG * 1000) throw new Error(`took ${String(user / 1000)} ms`);
  for (const problem of problems) insideOf(text, problem);
});

const isGuarded = fc.property(disguised, ({ text, path }: Disguise) => {
  const isError = ({ severity }: Problem) => severity === "error";
  const errors = problemsIn(text).filter(isError);
  // Below a value that may hold no block, and in a line that is no YAML, the shape alone is refused.
  const isNamed = /^(flow|bare)/.test(path) || errors.some(({ code }) => code.startsWith("OML02"));
  if (errors.length === 0 || !isNamed) throw new Error(`${path} got through`);
});

/** YAML → Tenant → YAML → Tenant: what a tenant is does not depend on how its inventory is written. */
const isStable = fc.property(
  fc.constantFrom(
    "PLAIN" as const,
    "QUOTE_DOUBLE" as const,
    "QUOTE_SINGLE" as const,
    "BLOCK_LITERAL" as const,
  ),
  fc.dictionary(
    fc.constantFrom("ami_user", "postgres_user", "schedule", "dialer_user"),
    fc.string({ unit: "grapheme" }),
  ),
  (defaultStringType, vars) => {
    const text = inventoryText({ vars });
    const again = stringify(parse(text, FAILSAFE), { defaultStringType, lineWidth: 0 });
    // Not every writing of the library that writes it is one that reads the same.
    fc.pre(JSON.stringify(parse(again, FAILSAFE)) === JSON.stringify(parse(text, FAILSAFE)));
    const [first, second] = [text, again].map((inventory) =>
      readTenant(sourcesOf({ sources: { inventory: { path: "i.yml", text: inventory } } }), undefined, NOW),
    );
    const [one, two] = [first, second].map((result) =>
      JSON.stringify(result?.ok ? result.tenant : undefined),
    );
    if (first?.ok && one !== two) throw new Error(`${String(one)} became ${String(two)}`);
  },
);

/** Each tries `numRuns` inputs and throws at a counterexample. */
export const properties = {
  isSound: (numRuns: number): void => fc.assert(isSound, { numRuns }),
  isGuarded: (numRuns: number): void => fc.assert(isGuarded, { numRuns }),
  isStable: (numRuns: number): void => fc.assert(isStable, { numRuns }),
};
