/** `npm run bench -- NAME`: runs one benchmark, prints its figures, exits 1 where a bound is missed. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Figure } from "../bench/figure.ts";

const folder = join(import.meta.dirname, "..", "bench");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "figure.ts")
  .map((file) => file.replace(/\.ts$/, ""));
const name = process.argv[2] ?? "";

if (!names.includes(name)) {
  console.error(`bench: name one of: ${names.join(", ")}`);
  process.exitCode = 2;
} else {
  const { measure, leftOut } = (await import(join(folder, `${name}.ts`))) as {
    measure: () => Promise<readonly Figure[]>;
    /** What the figures do not hold, in a sentence, where that is more than their names say. */
    leftOut?: string;
  };
  const figures = await measure();
  const ok = figures.every((figure) => figure.ok);
  console.log(JSON.stringify({ bench: name, ok, ...(leftOut !== undefined && { leftOut }), figures }));
  process.exitCode = ok ? 0 : 1;
}
