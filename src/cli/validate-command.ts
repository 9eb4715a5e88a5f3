/** `oml validate`: judges a fleet's files and prints every problem on its line. */
import { existsSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { FleetFolder } from "../files/fleet-folder.ts";
import { judge, type Case } from "../files/judge.ts";
import { countsOf, type Findings } from "../report/findings.ts";
import { formatGithub } from "../report/github.ts";
import { formatJson } from "../report/json.ts";
import { formatSarif } from "../report/sarif.ts";
import { shownKeys } from "../report/shown-keys.ts";
import { formatText } from "../report/text.ts";
import { readChangedFiles } from "./changed-files.ts";
import { instancesOf, vaultPasswordOf } from "./load-tenant.ts";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/** Prints the problems; returns 0 (none, or warnings), or 1 (errors; with `--strict` warnings too). Throws `WrongCall`. */
export async function runValidate(options: Options): Promise<number> {
  const directory = instancesOf(options);
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    const remedy = "Name the tenants' folder with --instances DIR.";
    throw new WrongCall(`oml validate: there is no folder ${directory}. ${remedy}`);
  }
  const prefix = prefixOf(directory);
  const wanted = options.paths.map((path) => labelOf(path, directory, prefix));
  const { folder, findings } = await judge(caseOf(options, directory, prefix));
  const shown = { ...findings, problems: findings.problems.filter(({ file }) => isWanted(file, wanted)) };
  process.stdout.write(format(shown, folder, options));
  const { errors, warnings } = countsOf(shown.problems);
  return errors > 0 || (warnings > 0 && options.switches.has("strict")) ? 1 : 0;
}

function caseOf(options: Options, directory: string, prefix: string): Case {
  const { changedSince } = options;
  const vaultPassword = vaultPasswordOf(options);
  return {
    directory,
    prefix,
    now: new Date(),
    ...(changedSince === undefined ? {} : { changes: readChangedFiles(directory, changedSince) }),
    ...(vaultPassword === undefined ? {} : { vaultPassword }),
  };
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

/** Whether a file is one of those that were asked for, or lies under one; all are where none was. */
function isWanted(file: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(asFolder(path)));
}

function asFolder(path: string): string {
  return path === "" || path.endsWith("/") ? path : `${path}/`;
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
