/** `npm run soak -- NAME [RUNS]`: runs one long test of random inputs; exits 1 where it finds a counterexample. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..", "soak");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.replace(/\.ts$/, ""));
const [name = "", runs = ""] = process.argv.slice(2);

if (!names.includes(name) || !/^\d*$/.test(runs)) {
  console.error(`soak: name one of: ${names.join(", ")}; then, if not all, how many runs`);
  process.exitCode = 2;
} else {
  const { soak } = (await import(join(folder, `${name}.ts`))) as {
    soak: (runs?: number) => Iterable<string> | AsyncIterable<string>;
  };
  const started = Date.now();
  for await (const line of soak(runs === "" ? undefined : Number(runs))) console.log(`soak ${name}: ${line}`);
  console.log(`soak ${name}: done in ${String(Math.round((Date.now() - started) / 1000))} s`);
}
