/** `npm run soak -- NAME [RUNS [FROM]]`: runs one long test; exits 1 where it finds a counterexample. A sweep begins at FROM. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..", "soak");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.replace(/\.ts$/, ""));
const [name = "", ...numbers] = process.argv.slice(2);

if (!names.includes(name) || !numbers.every((number) => /^\d+$/.test(number))) {
  console.error(
    `soak: name one of: ${names.join(", ")}; then, if not all, how many runs, and for a sweep where to begin`,
  );
  process.exitCode = 2;
} else {
  const { soak } = (await import(join(folder, `${name}.ts`))) as {
    soak: (...numbers: readonly number[]) => Iterable<string> | AsyncIterable<string>;
  };
  const started = Date.now();
  for await (const line of soak(...numbers.map(Number))) console.log(`soak ${name}: ${line}`);
  console.log(`soak ${name}: done in ${String(Math.round((Date.now() - started) / 1000))} s`);
}
