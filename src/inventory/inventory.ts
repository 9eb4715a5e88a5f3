/** The inventory's structure: two hosts and their shared variables, merged as Ansible does (the host wins). */
import { z } from "zod";
import { problemAt, valueIn, type Document, type Path, type Value } from "./document.ts";
import type { Problem } from "./problem.ts";
import type { Text } from "./rules/rule.ts";
import { misplacedKey } from "./rules/variables.ts";
import { schemaProblems, type Provenance } from "./schema-problems.ts";
import {
  appFields,
  appPlace,
  connectionFields,
  sharedFields,
  voiceFields,
  voicePlace,
  type Settings,
} from "./settings.ts";

const variables = z.record(z.string(), z.unknown(), { error: "a block of variables" });
const structure = z.strictObject(
  {
    all: z.strictObject(
      {
        hosts: z.strictObject(
          { "omnileads-app": variables, "omnileads-voice": variables },
          { error: "the hosts omnileads-app and omnileads-voice" },
        ),
        vars: variables,
      },
      { error: "a block with hosts and vars" },
    ),
  },
  { error: "a block with all" },
);

const appSchema = z.strictObject({ ...appPlace, ...connectionFields, ...appFields, ...sharedFields });
const voiceSchema = z.strictObject({ ...voicePlace, ...connectionFields, ...voiceFields, ...sharedFields });

/** Everything the inventory says, typed but not yet cross-checked. */
export interface Inventory {
  readonly document: Document;
  readonly app: z.output<typeof appSchema>;
  readonly voice: z.output<typeof voiceSchema>;
  readonly settings: Settings;
  /** Where a variable stands (as seen by the app host first), or where it should. */
  readonly pathOf: (name: string, host?: "app" | "voice") => Path;
}

/** An inventory, or what is wrong with it. */
export type InventoryResult =
  | { readonly ok: true; readonly inventory: Inventory }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Variables whose empty value means the same as none (upstream's example writes them so). */
export const MAY_BE_EMPTY = new Set(["google_maps_api_key", "google_maps_center", "postgres_ro_host"]);
const VARS: Path = ["all", "vars"];
const APP: Path = ["all", "hosts", "omnileads-app"];
const VOICE: Path = ["all", "hosts", "omnileads-voice"];

type Variables = Readonly<Record<string, Value>>;

/** The variables one host sees, and where each of them stands. */
interface View {
  readonly values: Variables;
  readonly pathOf: (name: string) => Path;
}

/** Types an inventory. All problems are reported, not the first alone. */
export function readInventory(document: Document): InventoryResult {
  if (document.problems.length > 0) return { ok: false, problems: document.problems };
  const shape = structure.safeParse(document.value);
  if (!shape.success)
    return { ok: false, problems: schemaProblems(shape.error, structureProvenance(document)) };
  const { hosts, vars } = shape.data.all as { hosts: Record<string, Variables>; vars: Variables };
  const app = view(vars, hosts["omnileads-app"] ?? {}, APP, appPlace, voiceFields);
  const voice = view(vars, hosts["omnileads-voice"] ?? {}, VOICE, voicePlace, appFields);
  return typed(document, app, voice, misplaced(document, vars));
}

function typed(document: Document, app: View, voice: View, earlier: readonly Problem[]): InventoryResult {
  const appResult = appSchema.safeParse(app.values);
  const voiceResult = voiceSchema.safeParse(voice.values);
  const problems = [
    ...earlier,
    ...(appResult.success ? [] : schemaProblems(appResult.error, provenance(document, app, appSchema))),
    ...(voiceResult.success
      ? []
      : schemaProblems(voiceResult.error, provenance(document, voice, voiceSchema))),
  ];
  if (problems.length > 0 || !appResult.success || !voiceResult.success) {
    return { ok: false, problems: withoutRepeats(problems) };
  }
  const pathOf = (name: string, host?: "app" | "voice") =>
    (host ?? (Object.hasOwn(voiceFields, name) ? "voice" : "app")) === "app"
      ? app.pathOf(name)
      : voice.pathOf(name);
  const settings = pick({ ...voiceResult.data, ...appResult.data });
  return {
    ok: true,
    inventory: { document, app: appResult.data, voice: voiceResult.data, settings, pathOf },
  };
}

function pick(values: z.output<typeof appSchema> & z.output<typeof voiceSchema>): Settings {
  const names = [appFields, voiceFields, sharedFields].flatMap((fields) => Object.keys(fields));
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))) as Settings;
}

function view(vars: Variables, host: Variables, path: Path, own: object, others: object): View {
  const shared = Object.entries(vars).filter(([name]) => !Object.hasOwn(others, name) && !isPlace(name));
  const values = Object.fromEntries(
    [...shared, ...Object.entries(host)].filter(([name, value]) => value !== null || !MAY_BE_EMPTY.has(name)),
  );
  const pathOf = (name: string): Path => [
    ...(Object.hasOwn(host, name) || (Object.hasOwn(own, name) && !Object.hasOwn(vars, name)) ? path : VARS),
    name,
  ];
  return { values, pathOf };
}

function isPlace(name: string): boolean {
  return Object.hasOwn(appPlace, name) || Object.hasOwn(voicePlace, name);
}

function misplaced(document: Document, vars: Variables): readonly Problem[] {
  return Object.keys(vars)
    .filter(isPlace)
    .map((name) => problemAt(document, [...VARS, name], misplacedKey, { variant: "shared", at: "key" }));
}

function provenance(
  document: Document,
  host: View,
  schema: { readonly shape: Readonly<Record<string, z.ZodType>> },
): Provenance {
  return {
    document,
    pathOf: ([name]) => host.pathOf(String(name)),
    valueOf: ([name]) => host.values[String(name)],
    keysOf: () => [...Object.keys(schema.shape), ...Object.keys(voiceFields), ...Object.keys(appFields)],
    isOptional: ([name]) => schema.shape[String(name)]?.safeParse(undefined).success ?? false,
    belongs,
  };
}

/** Where a variable that one of the hosts does not read belongs. */
function belongs(name: string): Text | undefined {
  const onlyUnder = (host: string): Text => ({ en: host, es: host });
  const underOrShared = (host: string): Text => ({ en: `${host} or all.vars`, es: `${host} o all.vars` });
  if (Object.hasOwn(appPlace, name)) return onlyUnder("omnileads-app");
  if (Object.hasOwn(voicePlace, name)) return onlyUnder("omnileads-voice");
  if (Object.hasOwn(appFields, name)) return underOrShared("omnileads-app");
  return Object.hasOwn(voiceFields, name) ? underOrShared("omnileads-voice") : undefined;
}

const HOST: Text = { en: "host", es: "un host" };
const BLOCK: Text = { en: "block", es: "un bloque" };

function structureProvenance(document: Document): Provenance {
  const keys: Readonly<Record<number, readonly string[]>> = {
    0: ["all"],
    1: ["hosts", "vars"],
    2: ["omnileads-app", "omnileads-voice"],
  };
  return {
    document,
    pathOf: (path) => path,
    valueOf: (path) => valueIn(document.value, path),
    keysOf: (path) => keys[path.length] ?? [],
    noun: (path) => (path.length === 2 ? HOST : BLOCK),
  };
}

function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const keys = problems.map((problem) => JSON.stringify([problem.line, problem.path, problem.message]));
  return problems.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}
