/** `docs/inventory.md`: every variable, made from the schema and the catalogue. */
import { metaOf } from "./variables.ts";
import { imageMeanings, tenantFileMeanings } from "../inventory/meanings.ts";
import { tenantFileSchema } from "../inventory/tenant-file.ts";
import type { z } from "zod";
import { TOOLKIT, type Readers } from "./readers.ts";
import type { Variable } from "./variables.ts";

const SECTIONS: readonly {
  readonly title: string;
  readonly note: string;
  readonly holds: (v: Variable) => boolean;
}[] = [
  {
    title: "Under each host",
    note: "Each host has its own, under `all.hosts.omnileads-app` and `all.hosts.omnileads-voice`.",
    holds: ({ scope, isShared }) => scope === "each host" && !isShared,
  },
  {
    title: "Under one host",
    note: "How the two name each other.",
    holds: ({ scope, isShared }) => (scope === "app" || scope === "voice") && !isShared,
  },
  {
    title: "How both are reached",
    note: "Under `all.vars`, or under a host.",
    holds: ({ scope, isShared }) => scope === "each host" && isShared,
  },
  {
    title: "Both hosts read them",
    note: "Under `all.vars`.",
    holds: ({ scope }) => scope === "both",
  },
  {
    title: "The app host reads them",
    note: "Under `all.hosts.omnileads-app`, or under `all.vars`.",
    holds: ({ scope, isShared }) => scope === "app" && isShared,
  },
  {
    title: "The voice host reads them",
    note: "Under `all.hosts.omnileads-voice`, or under `all.vars`.",
    holds: ({ scope, isShared }) => scope === "voice" && isShared,
  },
];

/** One row of a table. */
interface Row {
  readonly name: string;
  readonly form: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  readonly mayBeEmpty: boolean;
  readonly defaultValue?: string;
  readonly meaning: string;
  readonly readers: readonly string[];
}

/** The page; ends with a newline. */
export function inventoryPage(variables: readonly Variable[], readers: Readers): string {
  const rowOf = (variable: Variable): Row => ({ ...variable, readers: [...(readers.get(variable.name) ?? [])] });
  const sections = SECTIONS.flatMap(({ title, note, holds }) => [
    `## ${title}`,
    note,
    table(variables.filter(holds).map(rowOf)),
  ]);
  return `${[...HEAD, ...sections, ...tenantFileSections(readers)].join("\n\n")}\n`;
}

const HEAD = [
  "# Inventory",
  "<!-- Made by `npm run schema` from the schema and the catalogue. Do not edit. -->",
  "Every variable of `instances/<tenant>/inventory.yml`, and every key of `tenant.yml` beside it. A variable commented out has its default; one without a value is refused, but for those that may be empty. Any other variable is refused.",
  "A secret may be a `!vault` value. *Read by* names the components whose configuration follows from a variable: changing it restarts them. “The deploy itself” is what connects, prepares and marks hosts. “–” is read by nothing that runs: at most it is checked.",
  "Editors with yaml-language-server complete and check these files by the schemas in [`schema/`](../schema/); to make them accept `!vault`, set `yaml.customTags: [\"!vault scalar\"]`.",
];

function tenantFileSections(readers: Readers): readonly string[] {
  const { images, ...others } = tenantFileSchema.shape;
  const rows = [
    ...rowsOf(others, tenantFileMeanings, "", readers),
    ...rowsOf(images.unwrap().shape, imageMeanings, "images.", readers),
  ];
  return ["## `tenant.yml`", "All of it optional.", table(rows)];
}

function rowsOf(
  fields: Readonly<Record<string, z.ZodType>>,
  meanings: Readonly<Record<string, string>>,
  prefix: string,
  readers: Readers,
): readonly Row[] {
  return Object.entries(fields).map(([key, schema]) => ({
    name: `${prefix}${key}`,
    form: String(metaOf(schema)["form"] ?? ""),
    isSecret: false,
    isRequired: false,
    defaultValue: String(schema.parse(undefined)),
    meaning: meanings[key] ?? "",
    mayBeEmpty: false,
    readers: readersIn(readers, `${prefix}${key}`),
  }));
}

/** In the catalogue's order, the deploy itself behind them. */
function readersIn(readers: Readers, name: string): readonly string[] {
  const found = readers.get(name) ?? new Set();
  return [...[...found].filter((reader) => reader !== TOOLKIT), ...(found.has(TOOLKIT) ? [TOOLKIT] : [])];
}

function table(rows: readonly Row[]): string {
  const head = "| variable | what it is | it must be | default | read by |\n|---|---|---|---|---|";
  return [head, ...rows.map(line)].join("\n");
}

function line(row: Row): string {
  const form = `${row.form}${row.isSecret ? " (secret)" : ""}${row.mayBeEmpty ? "; may be empty" : ""}`;
  const cells = [`\`${row.name}\``, row.meaning, form, defaultOf(row), row.readers.join(", ") || "–"];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function defaultOf({ isRequired, defaultValue }: Row): string {
  if (isRequired) return "**required**";
  return defaultValue === undefined ? "none" : `\`${defaultValue}\``;
}
