/**
 * `npm run build`: bundles each action into its `dist/`, the same bytes on every machine.
 * `npm run build -- --check` compares a fresh bundle with the committed one and changes nothing.
 */
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** What ncc's programming interface does here; it comes without types. */
type Bundle = (
  entry: string,
  options: Readonly<Record<string, unknown>>,
) => Promise<{
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: Buffer }>>;
}>;

const root = join(import.meta.dirname, "..");
/** Inside the checkout, so that the emitted JavaScript finds its packages. */
const emitted = join(root, "node_modules", ".cache", "oml-build");
const bundle = createRequire(import.meta.url)("@vercel/ncc") as Bundle;

/** The library and the actions as JavaScript: types are stripped, imports name `.js`. */
function emit(): void {
  rmSync(emitted, { recursive: true, force: true });
  const sources = globSync("{src,actions/*/src}/**/*.ts", { cwd: root });
  for (const source of sources.filter((file) => !file.endsWith(".test.ts"))) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, source), "utf8"), {
      fileName: source,
      compilerOptions: {
        target: ts.ScriptTarget.ES2024,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    });
    const target = join(emitted, source.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  writeFileSync(join(emitted, "package.json"), `{ "type": "module" }\n`);
}

/** Further bundles of an action, by the name of their file: a program of its own each, whose packages the action has too. */
const PROGRAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "validate-inventory": { "render.js": "src/files/render.js" },
};

/** Sources of an action that are started by a runner or by the action itself: they load the bundle of `entry.ts`. */
const STARTED = ["index.js", "post.js", "tenant.js"];

/** The files of an action's `dist/`, by name: what is started as it is written, and the bundles. */
async function filesOf(action: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(emitted, "actions", action, "src");
  const files = await bundleOf(join(folder, "entry.js"), "entry.js");
  for (const name of STARTED.filter((started) => existsSync(join(folder, started))))
    files.set(name, readFileSync(join(folder, name), "utf8"));
  for (const [name, source] of Object.entries(PROGRAMS[action] ?? {})) {
    const { [name]: code, ...others } = Object.fromEntries(await bundleOf(join(emitted, source), name));
    const beside = Object.keys(others).filter((other) => !files.has(other));
    if (code === undefined || beside.length > 0) throw new Error(`${action}: ${name} is not one file`);
    files.set(name, code);
  }
  return files;
}

/** A bundle and what belongs beside it, by name. */
async function bundleOf(entry: string, filename: string): Promise<Map<string, string>> {
  const { code, assets } = await bundle(entry, {
    cache: false,
    filename,
    license: "licenses.txt",
    minify: true,
    quiet: true,
    target: "es2024",
  });
  if (code.includes("webpackMissingModule")) throw new Error(`${filename}: a module it imports is not there`);
  const others = Object.entries(assets).map(([name, { source }]) => [name, String(source)] as const);
  return new Map([[filename, code], ...others]);
}

/** The names of the files that differ between a fresh bundle and the committed one. */
function differences(folder: string, files: ReadonlyMap<string, string>): readonly string[] {
  const committed = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  const names = new Set([...committed, ...files.keys()]);
  const read = (name: string) =>
    committed.includes(name) ? readFileSync(join(folder, name), "utf8") : undefined;
  return [...names].filter((name) => read(name) !== files.get(name));
}

/** Writes an action's `dist/`, nothing else in it. */
function write(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
}

/** Builds one action, or checks it. */
async function build(action: string): Promise<void> {
  const folder = join(root, "actions", action, "dist");
  const name = relative(root, folder);
  const files = await filesOf(action);
  if (!isCheck) {
    write(folder, files);
    console.log(`build: ${name}: ${[...files.keys()].join(", ")}`);
    return;
  }
  const stale = differences(folder, files);
  if (stale.length === 0) return;
  throw new Error(`${name} is not what its sources give (${stale.join(", ")}). Type: npm run build`);
}

const isCheck = process.argv.includes("--check");
try {
  emit();
  for (const action of readdirSync(join(root, "actions")).sort()) await build(action);
} catch (error) {
  // Without ncc's stack: it quotes the whole of its own bundle.
  console.error(`build: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
