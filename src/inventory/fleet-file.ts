/** `fleet.yml`: a fleet's own policy, as data. All of it optional. */
import { z } from "zod";
import { readDocument, valueIn, type Document, type Path } from "./document.ts";
import { matching, oneOf } from "./fields.ts";
import type { Problem } from "./problem.ts";
import type { Text } from "./rules/rule.ts";
import { schemaProblems } from "./schema-problems.ts";
import type { SourceFile } from "./tenant.ts";

/** A word in which `*` stands for any characters. */
const pattern = (form: string) => matching(/^[\w.*-]{1,128}$/, form);

function list<T extends z.ZodType>(item: T, form: string) {
  return z.array(item, { error: form }).meta({ form });
}

const tagPattern = pattern("an image tag, in which * stands for any characters, such as latest or 2.*");

const tagPolicy = z.strictObject(
  {
    /** Tags that are refused; `*` stands for any characters. */
    forbidden: list(tagPattern, "a list of image tags such as [latest]").default([]),
    /** Where it is given, every tag must match one of these. */
    allowed: list(tagPattern, "a list of image tags such as [2.*]").optional(),
  },
  { error: "a block with forbidden or allowed" },
);

const waveSchema = z.strictObject(
  {
    /** The tenants of the wave; `*` stands for any characters. */
    tenants: list(
      pattern("a tenant's name, in which * stands for any characters"),
      "a list of tenants such as [acme, demo-*]",
    ),
    /** What holds for them beside the policy of all. */
    tags: tagPolicy.prefault({}),
  },
  { error: "a block with tenants" },
);

/** The schema of `fleet.yml`. */
export const fleetFileSchema = z.strictObject(
  {
    /** Whether a secret in clear is an error (`vault`) or a warning. */
    secrets: oneOf("clear-allowed", "vault").default("clear-allowed"),
    /** Variables every tenant must have. */
    required: list(
      matching(/^\w+$/, "the name of a variable of the inventory"),
      "a list of variables such as [fqdn]",
    ).default([]),
    /** Where images may come from: a registry, or a registry and the first parts of the name. */
    registries: list(
      matching(/^[\w.-]+(:\d{1,5})?(\/[\w.-]+)*$/, "a registry such as docker.io or docker.io/omnileads"),
      "a list of registries such as [docker.io, quay.io]",
    ).optional(),
    /** Which image tags all tenants may have. */
    tags: tagPolicy.prefault({}),
    /** Tenants that are deployed together, by the wave's name. */
    waves: z
      .record(
        matching(/^[a-z0-9][a-z0-9-]*$/, "a wave's name of lower-case letters, digits and hyphens"),
        waveSchema,
        {
          error: "a block of waves",
        },
      )
      .default({}),
  },
  { error: "a block such as secrets: vault" },
);

/** `fleet.yml`, defaults applied. */
export type FleetFile = z.output<typeof fleetFileSchema>;

/** Which image tags may be used. */
export type TagPolicy = z.output<typeof tagPolicy>;

/** A fleet's policy, and what is wrong with its file. Where anything is, the policy is the strictest that was readable. */
export interface FleetFileResult {
  readonly policy: FleetFile;
  readonly problems: readonly Problem[];
  /** Absent where there is no such file. */
  readonly document?: Document;
}

const KEY: Text = { en: "key", es: "una clave" };

/** Reads `fleet.yml`; without one the policy is the default. */
export function readFleetFile(source: SourceFile | undefined): FleetFileResult {
  const defaults = fleetFileSchema.parse({});
  if (source === undefined) return { policy: defaults, problems: [] };
  const document = readDocument(source);
  if (!document.isReadable) return { policy: defaults, problems: document.problems, document };
  const result = fleetFileSchema.safeParse(document.value ?? {});
  if (result.success) return { policy: result.data, problems: document.problems, document };
  const problems = schemaProblems(result.error, {
    document,
    pathOf: (path) => path,
    valueOf: (path) => valueIn(document.value, path),
    keysOf,
    noun: () => KEY,
    isOptional: (path) => path.at(-1) !== "tenants",
  });
  return { policy: defaults, problems: [...document.problems, ...problems], document };
}

function keysOf(path: Path): readonly string[] {
  if (path.at(-1) === "tags") return Object.keys(tagPolicy.shape);
  if (path.length === 0) return Object.keys(fleetFileSchema.shape);
  return path[0] === "waves" && path.length === 2 ? Object.keys(waveSchema.shape) : [];
}

/** Whether a word matches a pattern in which `*` stands for any characters. */
export function matches(word: string, wanted: string): boolean {
  if (!wanted.includes("*")) return word === wanted;
  const [first = "", ...rest] = wanted.split("*");
  const last = rest.pop() ?? "";
  if (word.length < first.length + last.length || !word.startsWith(first) || !word.endsWith(last))
    return false;
  let from = first.length;
  for (const part of rest) {
    const at = word.indexOf(part, from);
    if (at === -1 || at + part.length > word.length - last.length) return false;
    from = at + part.length;
  }
  return true;
}
