/** Every variable of an inventory as data: where it may stand, what it accepts, its default and what it means. */
import type { z } from "zod";
import { MAY_BE_EMPTY } from "../inventory/inventory.ts";
import { variableMeanings } from "../inventory/fields/meanings.ts";
import {
  appFields,
  appPlace,
  connectionFields,
  sharedFields,
  voiceFields,
  voicePlace,
} from "../inventory/settings.ts";

/** Who reads a variable, which decides where it may stand. */
export type Scope = "each host" | "app" | "voice" | "both";

/** One variable. */
export interface Variable {
  readonly name: string;
  readonly scope: Scope;
  /** Whether it may stand under `all.vars`. */
  readonly isShared: boolean;
  /** Completes the sentence "it must be …". */
  readonly form: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** Whether an empty value means the same as none. */
  readonly mayBeEmpty: boolean;
  /** As it would be written; absent: none. */
  readonly defaultValue?: string;
  readonly meaning: string;
}

const meanings: Readonly<Record<string, string>> = variableMeanings;

/** All of them, in the order of the schema. */
export const variables: readonly Variable[] = [
  ...list("each host", false, inBoth(appPlace, voicePlace)),
  ...list("app", false, only(appPlace, voicePlace)),
  ...list("voice", false, only(voicePlace, appPlace)),
  ...list("each host", true, connectionFields),
  ...list("both", true, sharedFields),
  ...list("app", true, appFields),
  ...list("voice", true, voiceFields),
];

function list(scope: Scope, isShared: boolean, fields: Fields): readonly Variable[] {
  return Object.entries(fields).map(([name, schema]) => {
    const meta = metaOf(schema);
    const absent = schema.safeParse(undefined);
    const given = absent.success && absent.data !== undefined ? { defaultValue: String(absent.data) } : {};
    return {
      name,
      scope,
      isShared,
      form: String(meta["form"] ?? ""),
      isSecret: meta["secret"] === true,
      isRequired: !absent.success,
      mayBeEmpty: MAY_BE_EMPTY.has(name),
      ...given,
      meaning: meanings[name] ?? "",
    };
  });
}

/** What a field says of itself, through its default or optional wrapping. */
export function metaOf(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const wrapped = (schema.def as { readonly innerType?: z.ZodType }).innerType;
  return schema.meta() ?? (wrapped === undefined ? {} : metaOf(wrapped));
}

type Fields = Readonly<Record<string, z.ZodType>>;

function only(fields: Fields, others: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !Object.hasOwn(others, name)));
}

function inBoth(fields: Fields, others: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(others, name)));
}
