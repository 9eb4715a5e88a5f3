/** `docs/inventory.md`: every variable, made from the schema and the catalogue. */
import { metaOf } from "./variables.ts";
import { fleetFileSchema } from "../inventory/fleet/fleet-file.ts";
import { fleetFileMeanings, tenantFileMeanings } from "../inventory/fields/meanings.ts";
import { tenantFileSchema } from "../inventory/tenant-file.ts";
import { z } from "zod";
import { unwrapped } from "../inventory/fields/blocks.ts";
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
  return `${[...HEAD, ...sections, ...otherFiles(readers)].join("\n\n")}\n`;
}

const HEAD = [
  "# Inventory",
  "<!-- Made by `npm run schema` from the schema and the catalogue. Do not edit. -->",
  "Every variable of `instances/<tenant>/inventory.yml`, and every key of `tenant.yml` and `fleet.yml`. A variable commented out has its default; one without a value is refused, but for those that may be empty. Any other variable is refused.",
  "A secret may be a `!vault` value. *Read by* names the components whose configuration follows from a variable: changing it restarts them. “The deploy itself” is what connects to hosts, brings certificates, marks data and counts calls. “–” is read by nothing that runs: at most it is checked.",
  "Editors with yaml-language-server complete and check these files by the schemas in [`schema/`](../schema/); to make them accept `!vault`, set `yaml.customTags: [\"!vault scalar\"]`.",
];

function otherFiles(readers: Readers): readonly string[] {
  const tenant = rowsOf(tenantFileSchema, tenantFileMeanings, []);
  return [
    "## `tenant.yml`",
    "Beside the inventory. All of it optional.",
    table(tenant.map((row) => ({ ...row, readers: readersIn(readers, row.name) }))),
    "## `fleet.yml`",
    "Beside the tenants' folders: the fleet's own policy. All of it optional; every tenant is judged by it.",
    table(rowsOf(fleetFileSchema, fleetFileMeanings, []), COLUMNS.slice(0, -1)),
  ];
}

/** A line for each field of a file's schema, its blocks' fields too. */
function rowsOf(schema: z.ZodType, meanings: Readonly<Record<string, string>>, path: readonly string[]): readonly Row[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    const fields = Object.entries(inner.shape as Readonly<Record<string, z.ZodType>>);
    return fields.flatMap(([key, field]) => rowsOf(field, meanings, [...path, key]));
  }
  if (inner instanceof z.ZodRecord) return rowsOf(inner.valueType as z.ZodType, meanings, [...path, "<name>"]);
  const absent = schema.safeParse(undefined);
  const given = absent.success && absent.data !== undefined ? { defaultValue: written(absent.data) } : {};
  return [
    {
      name: path.join("."),
      form: String(metaOf(schema)["form"] ?? ""),
      isSecret: metaOf(schema)["secret"] === true,
      isRequired: !absent.success,
      mayBeEmpty: false,
      ...given,
      meaning: meanings[path.at(-1) ?? ""] ?? "",
      readers: [],
    },
  ];
}

function written(value: unknown): string {
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** In the catalogue's order, the deploy itself behind them. */
function readersIn(readers: Readers, name: string): readonly string[] {
  const found = readers.get(name) ?? new Set();
  return [...[...found].filter((reader) => reader !== TOOLKIT), ...(found.has(TOOLKIT) ? [TOOLKIT] : [])];
}

const COLUMNS = ["variable", "what it is", "it must be", "default", "read by"];

function table(rows: readonly Row[], columns: readonly string[] = COLUMNS): string {
  const lines = [columns, columns.map(() => "---"), ...rows.map((row) => cellsOf(row).slice(0, columns.length))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cellsOf(row: Row): readonly string[] {
  const form = `${row.form}${row.isSecret ? " (secret)" : ""}${row.mayBeEmpty ? "; may be empty" : ""}`;
  return [`\`${row.name}\``, prose(row.meaning), prose(form), defaultOf(row), row.readers.join(", ") || "–"];
}

/** Words in which Markdown sees no markup. */
function prose(words: string): string {
  return words.replaceAll("|", "\\|").replaceAll("*", "\\*");
}

function defaultOf({ isRequired, defaultValue }: Row): string {
  if (isRequired) return "**required**";
  return defaultValue === undefined ? "none" : `\`${defaultValue}\``;
}
