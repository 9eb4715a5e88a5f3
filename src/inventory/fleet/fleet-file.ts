/** `fleet.yml`: a fleet's own policy, as data. All of it optional. */
import { z } from "zod";
import { readDocument, type Document } from "../yaml/document.ts";
import { valueIn, type Path, type Value } from "../yaml/value.ts";
import { block, inWords, matching, oneOf } from "../fields/fields.ts";
import type { Problem } from "../problem.ts";
import type { Text } from "../rules/rule.ts";
import { schemaProblems } from "../fields/schema-problems.ts";
import type { SourceFile } from "../source-file.ts";
import { WAVES } from "../wave.ts";

/** A word in which `*` stands for any characters. */
const pattern = (form: Text) => matching(/^[\w.*-]{1,128}$/, form);

function list<T extends z.ZodType>(item: T, form: Text) {
  return z.array(item, { error: form.en }).meta(inWords(form));
}

const tagPattern = pattern({
  en: "an image tag, in which * stands for any characters, such as latest or 2.*",
  es: "una etiqueta de imagen, en la que * representa cualquier texto, como latest o 2.*",
});

const tagPolicy = block(
  {
    /** Tags that are refused; `*` stands for any characters. */
    forbidden: list(tagPattern, {
      en: "a list of image tags such as [latest]",
      es: "una lista de etiquetas de imagen como [latest]",
    }).default([]),
    /** Where it is given, every tag must match one of these. */
    allowed: list(tagPattern, {
      en: "a list of image tags such as [2.*]",
      es: "una lista de etiquetas de imagen como [2.*]",
    }).optional(),
  },
  { en: "a block with forbidden or allowed", es: "un bloque con forbidden o allowed" },
);

const waveSchema = block(
  {
    /** What holds for its tenants beside the policy of all. */
    tags: tagPolicy.prefault({}),
  },
  { en: "a block with tags", es: "un bloque con tags" },
);

/** The schema of `fleet.yml`. */
export const fleetFileSchema = block(
  {
    /** Whether a secret in clear is an error (`vault`) or a warning. */
    secrets: oneOf("clear-allowed", "vault").default("clear-allowed"),
    /** Variables every tenant must have. */
    required: list(
      matching(/^\w+$/, {
        en: "the name of a variable of the inventory",
        es: "el nombre de una variable del inventario",
      }),
      { en: "a list of variables such as [fqdn]", es: "una lista de variables como [fqdn]" },
    ).default([]),
    /** Where images may come from: a registry, or a registry and the first parts of the name. */
    registries: list(
      matching(/^[\w.-]+(:\d{1,5})?(\/[\w.-]+)*$/, {
        en: "a registry such as docker.io or docker.io/omnileads",
        es: "un registro como docker.io o docker.io/omnileads",
      }),
      {
        en: "a list of registries such as [docker.io, quay.io]",
        es: "una lista de registros como [docker.io, quay.io]",
      },
    ).optional(),
    /** Which image tags all tenants may have. */
    tags: tagPolicy.prefault({}),
    /** What holds for some waves, by their number; which wave a tenant is in, its `tenant.yml` says. */
    waves: block(
      {
        1: waveSchema.optional(),
        2: waveSchema.optional(),
        3: waveSchema.optional(),
        4: waveSchema.optional(),
      },
      {
        en: "a block with waves from 1 to 4 such as 1: { tags: { forbidden: [latest] } }",
        es: "un bloque con oleadas de 1 a 4 como 1: { tags: { forbidden: [latest] } }",
      },
    ).default({}),
    /** Whether a restore on GitHub takes two people, or one may do it alone. */
    restore_approval: oneOf("two", "one").default("two"),
  },
  { en: "a block such as secrets: vault", es: "un bloque como secrets: vault" },
);

/** `fleet.yml`, defaults applied. */
export type FleetFile = z.output<typeof fleetFileSchema>;

/** Which image tags may be used. */
export type TagPolicy = z.output<typeof tagPolicy>;

/** A fleet's policy, and what is wrong with its file. Where anything is, the policy is what of it is right. */
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
    schema: fleetFileSchema,
    document,
    pathOf: (path) => path,
    valueOf: (path) => valueIn(document.value, path),
    keysOf,
    noun: () => KEY,
    isOptional: () => true,
  });
  const policy = readable(document.value, defaults);
  return { policy, problems: [...document.problems, ...problems], document };
}

/** What of the file is right, so that one wrong key hides nothing that the others find. */
function readable(value: Value, defaults: FleetFile): FleetFile {
  const parts = Object.entries(fleetFileSchema.shape).flatMap(([name, field]) => {
    const part = valueIn(value, [name]);
    const result = part === undefined ? undefined : field.safeParse(part);
    return result?.success ? [[name, result.data]] : [];
  });
  return { ...defaults, ...(Object.fromEntries(parts) as Partial<FleetFile>) };
}

function keysOf(path: Path): readonly string[] {
  if (path.at(-1) === "tags") return Object.keys(tagPolicy.shape);
  if (path.length === 0) return Object.keys(fleetFileSchema.shape);
  if (path[0] !== "waves") return [];
  return path.length === 1 ? WAVES.map(String) : path.length === 2 ? Object.keys(waveSchema.shape) : [];
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
