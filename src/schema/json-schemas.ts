/** JSON Schemas for editors, made from the schemas that judge the files. They help while typing; the validator decides. */
import { z } from "zod";
import { fleetFileSchema } from "../inventory/fleet/fleet-file.ts";
import { unwrapped } from "../inventory/fields/blocks.ts";
import { MAY_BE_EMPTY } from "../inventory/inventory.ts";
import { fleetFileMeanings, lockMeanings, tenantFileMeanings, variableMeanings } from "../inventory/fields/meanings.ts";
import { lockSchema } from "../lock/schema.ts";
import {
  appFields,
  appPlace,
  connectionFields,
  sharedFields,
  voiceFields,
  voicePlace,
} from "../inventory/settings.ts";
import { tenantFileSchema } from "../inventory/tenant-file.ts";
import { metaOf } from "./variables.ts";

/** A JSON Schema as plain data. */
export type JsonSchema = { readonly [key: string]: unknown };

/** The keywords of a field that an editor is given. */
const KEPT = ["type", "const", "enum", "pattern", "minimum", "maximum"];

type Meanings = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, z.ZodType>>;

/** The schema of `inventory.yml`. */
export function inventorySchema(): JsonSchema {
  const both = { ...connectionFields, ...sharedFields };
  const app = host("The host of web, database and SIP proxy", appPlace, { ...both, ...appFields });
  const voice = host("The host of calls", voicePlace, { ...both, ...voiceFields });
  const vars = described({ ...both, ...appFields, ...voiceFields }, variableMeanings);
  const hosts = { "omnileads-app": app, "omnileads-voice": voice };
  const all = {
    hosts: block("The two hosts, by their fixed names", hosts, Object.keys(hosts)),
    vars: block("Variables of both hosts", vars),
  };
  const title = "An OMniLeads tenant's inventory";
  return document(title, block(title, { all: block("The tenant", all, Object.keys(all)) }, ["all"]));
}

/** The schema of `tenant.yml`. */
export function tenantSchema(): JsonSchema {
  const title = "What a tenant's inventory has no variable for";
  return document(title, property(tenantFileSchema, `${title}; all of it optional`, tenantFileMeanings));
}

/** The schema of `fleet.yml`. */
export function fleetSchema(): JsonSchema {
  const title = "The policy of a fleet";
  return document(title, property(fleetFileSchema, `${title}; all of it optional`, fleetFileMeanings));
}

/** The schema of `images.lock.json`. */
export function imageLockSchema(): JsonSchema {
  const title = "The images of a tenant, by digest; written by oml lock";
  return document(title, property(lockSchema, title, lockMeanings));
}

/** A host's block: what must stand there itself, and what may. */
function host(description: string, own: Fields, others: Fields): JsonSchema {
  const required = Object.entries(own).filter(([, schema]) => !schema.safeParse(undefined).success);
  return block(
    description,
    described({ ...own, ...others }, variableMeanings),
    required.map(([name]) => name),
  );
}

function described(fields: Fields, meanings: Meanings): JsonSchema {
  return Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [
      name,
      property(schema, meanings[name] ?? "", meanings, MAY_BE_EMPTY.has(name)),
    ]),
  );
}

/** What stands behind a key: a block, a list, a block of any keys, or a field. */
function property(schema: z.ZodType, meaning: string, meanings: Meanings, mayBeEmpty = false): JsonSchema {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) return block(meaning, described(inner.shape as Fields, meanings));
  if (inner instanceof z.ZodArray) {
    const items = property(inner.element as z.ZodType, "An item", meanings);
    return { type: "array", description: descriptionOf(metaOf(schema), meaning), items };
  }
  if (inner instanceof z.ZodRecord) {
    const additionalProperties = property(inner.valueType as z.ZodType, "One of them", meanings);
    return { type: "object", description: meaning, additionalProperties };
  }
  return field(schema, meaning, mayBeEmpty);
}

/** One field: its keywords, its meaning and its form; null where the validator reads an empty value as none. */
function field(schema: z.ZodType, meaning: string, mayBeEmpty: boolean): JsonSchema {
  const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const keywords = Object.fromEntries(Object.entries(made).filter(([keyword]) => KEPT.includes(keyword)));
  const nullable = mayBeEmpty ? { type: [made["type"], "null"].flat() } : {};
  const absent = schema.safeParse(undefined);
  const given = absent.success && absent.data !== undefined ? { default: absent.data } : {};
  return { description: descriptionOf(made, meaning), ...keywords, ...nullable, ...given };
}

function descriptionOf({ form, secret }: JsonSchema, meaning: string): string {
  const note = secret === true ? ["A secret: may be a !vault value"] : [];
  const must = form === undefined ? [] : [`Must be ${String(form)}`];
  return [meaning, ...must, ...note].map((sentence) => `${sentence}.`).join(" ");
}

/** A block that knows its keys. */
function block(description: string, properties: JsonSchema, required: readonly string[] = []): JsonSchema {
  const needed = required.length > 0 ? { required } : {};
  return { type: "object", description, additionalProperties: false, ...needed, properties };
}

function document(title: string, schema: JsonSchema): JsonSchema {
  return { $schema: "http://json-schema.org/draft-07/schema#", title, ...schema };
}
