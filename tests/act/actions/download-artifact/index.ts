/** Copies artifacts out of the test's folder (`OML_ACT_ARTIFACTS`) as actions/download-artifact would. */
import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, matchesGlob, resolve } from "node:path";

const env = (name: string): string => process.env[name] ?? "";
const input = (name: string): string => env(`INPUT_${name.toUpperCase()}`);

const store = env("OML_ACT_ARTIFACTS");
const to = resolve(input("path"));
const name = input("name");
if (name !== "" && !existsSync(join(store, name))) {
  console.log(`::error::Artifact not found for name: ${name}`);
  process.exit(1);
}
const pattern = input("pattern") || "*";
const found = name !== "" ? [name] : readdirSync(store).filter((artifact) => matchesGlob(artifact, pattern));
const oneFolder = name !== "" || input("merge-multiple") === "true";
mkdirSync(to, { recursive: true });
for (const artifact of found.toSorted())
  cpSync(join(store, artifact), oneFolder ? to : join(to, artifact), { recursive: true });
console.log(`${found.length} artifacts`);
