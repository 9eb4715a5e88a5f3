/** `oml validate`: judges a fleet's files and prints every problem on its line. */
import { existsSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { readFleetFolder, type FleetFolder } from "../files/fleet-folder.ts";
import { checkFleet } from "../inventory/fleet.ts";
import type { Problem } from "../inventory/problem.ts";
import { countsOf, type Findings } from "../report/findings.ts";
import { formatGithub } from "../report/github.ts";
import { formatJson } from "../report/json.ts";
import { formatSarif } from "../report/sarif.ts";
import { shownKeys } from "../report/shown-keys.ts";
import { formatText } from "../report/text.ts";
import { readChangedFiles, type ChangedFiles } from "./changed-files.ts";
import { imagesFor } from "./images-for.ts";
import { instancesOf, vaultPasswordOf } from "./load-tenant.ts";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/** Prints the problems; returns 0 (none, or warnings), or 1 (errors; with `--strict` warnings too). Throws `WrongCall`. */
export async function runValidate(options: Options): Promise<number> {
  const directory = instancesOf(options);
  const prefix = prefixOf(directory);
  const wanted = options.paths.map((path) => labelOf(path, directory, prefix));
  const password = vaultPasswordOf(options);
  const changes =
    options.changedSince === undefined ? undefined : readChangedFiles(directory, options.changedSince);
  const folder = readFolder(directory, prefix);
  const all = checkFleet({
    ...folder,
    now: new Date(),
    removed: removedTenants(changes, folder, prefix),
    ...(await imagesFor(folder.fleetFile)),
    ...(password === undefined ? {} : { vaultPassword: password }),
  });
  const problems = arrange(all, wanted, changes, prefix);
  const findings = { tenants: folder.tenants.map(({ name }) => name), problems };
  process.stdout.write(format(findings, folder, options));
  const { errors, warnings } = countsOf(problems);
  return errors > 0 || (warnings > 0 && options.switches.has("strict")) ? 1 : 0;
}

function readFolder(directory: string, prefix: string): FleetFolder {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new WrongCall(
      `oml validate: there is no folder ${directory}. Name the tenants' with --instances DIR.`,
    );
  }
  return readFleetFolder(directory, prefix);
}

/** What messages put before a name in the folder: relative to where the command was typed, as a terminal or GitHub needs it. */
function prefixOf(directory: string): string {
  const path = relative(process.cwd(), directory);
  if (path === "") return "";
  return `${path.startsWith("..") ? directory : path.split(sep).join("/")}/`;
}

/** A path that was typed, as messages call it. */
function labelOf(path: string, directory: string, prefix: string): string {
  const full = resolve(path);
  const inside = relative(directory, full);
  if (inside.startsWith("..")) {
    throw new WrongCall(
      `oml validate: ${path} is not under ${directory}. Name the tenants' folder with --instances.`,
    );
  }
  if (!existsSync(full)) throw new WrongCall(`oml validate: there is no ${path}.`);
  return prefix + inside.split(sep).join("/");
}

/** The tenants whose inventory is gone, with what it said. */
function removedTenants(changes: ChangedFiles | undefined, folder: FleetFolder, prefix: string) {
  const present = new Set(folder.tenants.map(({ name }) => name));
  return [...(changes?.deleted ?? [])].flatMap((path) => {
    const name = /^([^/]+)\/inventory\.yml$/.exec(path)?.[1];
    if (name === undefined || present.has(name)) return [];
    return [{ name, inventory: { path: prefix + path, text: changes?.before(path) ?? "" } }];
  });
}

/** Those that were asked for; those of changed files first, else as they were found. */
function arrange(
  problems: readonly Problem[],
  wanted: readonly string[],
  changes: ChangedFiles | undefined,
  prefix: string,
): readonly Problem[] {
  const kept = problems.filter(
    ({ file }) => wanted.length === 0 || wanted.some((path) => isUnder(file, path)),
  );
  if (changes === undefined) return kept;
  const isChanged = ({ file }: Problem) => changes.changed.has(file.slice(prefix.length));
  return [...kept.filter(isChanged), ...kept.filter((problem) => !isChanged(problem))];
}

function isUnder(file: string, path: string): boolean {
  return file === path || file.startsWith(path === "" || path.endsWith("/") ? path : `${path}/`);
}

function format(findings: Findings, folder: FleetFolder, options: Options): string {
  const language = options.lang;
  switch (options.format) {
    case "json":
      return formatJson(findings, language);
    case "github":
      return formatGithub(findings, language);
    case "sarif":
      return formatSarif(findings, language);
    case "text":
      return formatText(findings, {
        language,
        colour: wantsColour(),
        textOf: textOf(folder),
        shown: shownKeys(),
      });
  }
}

function textOf({ tenants, fleetFile }: FleetFolder): (file: string) => string | undefined {
  const texts = new Map<string, string>();
  for (const tenant of tenants) {
    for (const source of [tenant.inventory, tenant.tenantFile, tenant.knownHosts, tenant.certificate]) {
      if (source !== undefined) texts.set(source.path, source.text);
    }
  }
  if (fleetFile !== undefined) texts.set(fleetFile.path, fleetFile.text);
  return (file) => texts.get(file);
}

/** On a terminal that has colours, unless the person asked for none. */
function wantsColour(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return process.stdout.isTTY && !NO_COLOR && TERM !== "dumb";
}
