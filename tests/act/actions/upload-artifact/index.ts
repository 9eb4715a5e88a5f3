/** Copies files into the test's folder of artifacts (`OML_ACT_ARTIFACTS`) as actions/upload-artifact would. */
import { cpSync, existsSync, globSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

const env = (name: string): string => process.env[name] ?? "";
const input = (name: string): string => env(`INPUT_${name.toUpperCase()}`);

/** Ends the step with one sentence. */
function fail(sentence: string): never {
  console.log(`::error::${sentence}`);
  process.exit(1);
}

const isFile = (path: string): boolean => statSync(path).isFile();

/** The files a line names, and the folder their names in the artifact are relative to. */
function find(line: string): { readonly root: string; readonly files: readonly string[] } {
  if (existsSync(line) && isFile(line)) return { root: dirname(line), files: [line] };
  const fixed = line.split("/");
  const end = fixed.findIndex((part) => /[*?[]/.test(part));
  const root = end < 0 ? line : fixed.slice(0, end).join("/");
  const pattern = end < 0 ? join(line, "**") : line;
  const found = globSync(pattern).flatMap((path) => (isFile(path) ? [path] : globSync(join(path, "**"))));
  return { root, files: [...new Set(found)].filter(isFile) };
}

const name = input("name");
const path = input("path").trim();
if (path.includes("\n")) fail("This stand-in for upload-artifact takes one line of path.");
const { root, files } = find(resolve(path));
const hidden = (file: string): boolean =>
  relative(root, file)
    .split("/")
    .some((part) => part.startsWith("."));
const chosen = input("include-hidden-files") === "true" ? files : files.filter((file) => !hidden(file));
const target = join(env("OML_ACT_ARTIFACTS"), basename(name));
if (target !== join(env("OML_ACT_ARTIFACTS"), name)) fail(`The artifact name '${name}' is not valid.`);
if (chosen.length === 0) {
  const sentence = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`;
  if (input("if-no-files-found") === "error") fail(sentence);
  if (input("if-no-files-found") === "warn") console.log(`::warning::${sentence}`);
  process.exit(0);
}
if (existsSync(target)) {
  if (input("overwrite") !== "true") fail(`An artifact with the name '${name}' exists on this run already.`);
  rmSync(target, { recursive: true });
}
for (const file of chosen) cpSync(file, join(target, relative(root, file)));
console.log(`Artifact ${name}: ${chosen.length} files`);
