/** The inventory's variables, typed, merged as Ansible does (the host wins). One wrong value hides no other. */
import { z } from "zod";
import type { Role } from "../release/desired.ts";
import { problemAt, type Document } from "./yaml/document.ts";
import type { Path, Value } from "./yaml/value.ts";
import { formAt } from "./fields/fields.ts";
import type { Problem } from "./problem.ts";
import type { Text } from "./rules/rule.ts";
import { misplacedKey } from "./rules/variables.ts";
import { readerOf } from "./fields/field-reader.ts";
import { invalidValueAt, misplacedKeyAt, namesMeant, unknownKeyAt } from "./fields/schema-problems.ts";
import {
  appFields,
  appPlace,
  connectionFields,
  sharedFields,
  voiceFields,
  voicePlace,
  type Settings,
} from "./settings.ts";
import { APP, readStructure, VARS, VOICE, type Variables } from "./yaml/structure.ts";

const appSchema = z.strictObject({ ...appPlace, ...connectionFields, ...appFields, ...sharedFields });
const voiceSchema = z.strictObject({ ...voicePlace, ...connectionFields, ...voiceFields, ...sharedFields });

/** What the app host reads. */
export type AppValues = z.output<typeof appSchema>;

/** What the voice host reads. */
export type VoiceValues = z.output<typeof voiceSchema>;

/** The variables one host sees, and where each of them stands. */
export interface View {
  readonly role: Role;
  readonly values: Variables;
  readonly pathOf: (name: string) => Path;
}

/** Everything the inventory says, typed but not yet cross-checked. */
export interface Inventory {
  readonly document: Document;
  /** What `faulty` names is lacking in these three, whatever their types say. */
  readonly app: AppValues;
  readonly voice: VoiceValues;
  readonly settings: Settings;
  /** What each host sees, as it was written. */
  readonly views: readonly View[];
  /** Variables whose value could not be read. */
  readonly faulty: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** Where a variable stands (as seen by the app host first), or where it should. */
  readonly pathOf: (name: string, host?: Role) => Path;
}

/** Variables whose empty value means the same as none (upstream's example writes them so). */
export const MAY_BE_EMPTY = new Set(["google_maps_api_key", "google_maps_center", "postgres_ro_host"]);

type Fields = Readonly<Record<string, z.ZodType>>;

/** What came of the variables of one host. */
interface Typed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faulty: readonly string[];
  readonly problems: readonly Problem[];
}

/** Types an inventory. Undefined where its blocks are not there. All problems are reported either way. */
export function readInventory(document: Document): { inventory?: Inventory; problems: readonly Problem[] } {
  if (!document.isReadable) return { problems: document.problems };
  const structure = readStructure(document);
  const before = [...document.problems, ...structure.problems];
  if (!structure.isWhole) return { problems: before };
  const { vars } = structure;
  const app = view("app", vars, structure.app, APP, appPlace, voiceFields);
  const voice = view("voice", vars, structure.voice, VOICE, voicePlace, appFields);
  const inventory = typed(document, app, voice, [...before, ...misplaced(document, vars)]);
  return { inventory, problems: inventory.problems };
}

function typed(document: Document, app: View, voice: View, before: readonly Problem[]): Inventory {
  const appTyped = typeHost(document, app, appSchema.shape);
  const voiceTyped = typeHost(document, voice, voiceSchema.shape);
  const pathOf = (name: string, host?: Role) =>
    (host ?? (Object.hasOwn(voiceFields, name) ? "voice" : "app")) === "app"
      ? app.pathOf(name)
      : voice.pathOf(name);
  return {
    document,
    app: appTyped.values as AppValues,
    voice: voiceTyped.values as VoiceValues,
    settings: settingsOf({ ...voiceTyped.values, ...appTyped.values }),
    views: [app, voice],
    faulty: new Set([...appTyped.faulty, ...voiceTyped.faulty]),
    problems: withoutRepeats([...before, ...appTyped.problems, ...voiceTyped.problems]),
    pathOf,
  };
}

function typeHost(document: Document, host: View, fields: Fields): Typed {
  const values: Record<string, unknown> = {};
  const faulty: string[] = [];
  const problems = unknownKeys(document, host, fields);
  const meant = namesMeant(problems);
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(host.values, name) ? host.values[name] : undefined;
    const result = readerOf(field)(value);
    if (result.ok) {
      if (result.value !== undefined) values[name] = result.value;
      continue;
    }
    faulty.push(name);
    if (value === undefined && meant.has(name)) continue;
    const isOptional = readerOf(field)(undefined).ok;
    problems.push(invalidValueAt(document, host.pathOf(name), value, formOf(field), isOptional));
  }
  return { values, faulty, problems };
}

function formOf(field: z.ZodType): Text {
  return formAt(field, []) ?? { en: "another value", es: "otro valor" };
}

function unknownKeys(document: Document, host: View, fields: Fields): Problem[] {
  const names = Object.keys(host.values).filter((name) => !Object.hasOwn(fields, name));
  const known = [...Object.keys(fields), ...Object.keys(voiceFields), ...Object.keys(appFields)];
  return names.map((name) => {
    const place = belongs(name);
    return place === undefined
      ? unknownKeyAt(document, host.pathOf(name), known)
      : misplacedKeyAt(document, host.pathOf(name), place);
  });
}

const SETTINGS = [appFields, voiceFields, sharedFields].flatMap((fields) => Object.keys(fields));

function settingsOf(values: Readonly<Record<string, unknown>>): Settings {
  return Object.fromEntries(
    SETTINGS.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]),
  ) as Settings;
}

function view(role: Role, vars: Variables, host: Variables, path: Path, own: object, others: object): View {
  const shared = Object.entries(vars).filter(([name]) => !Object.hasOwn(others, name) && !isPlace(name));
  const values: Readonly<Record<string, Value>> = Object.fromEntries(
    [...shared, ...Object.entries(host)].filter(([name, value]) => value !== null || !MAY_BE_EMPTY.has(name)),
  );
  const isUnder = (name: string) =>
    Object.hasOwn(host, name) || (Object.hasOwn(own, name) && !Object.hasOwn(vars, name));
  return { role, values, pathOf: (name) => [...(isUnder(name) ? path : VARS), name] };
}

function isPlace(name: string): boolean {
  return Object.hasOwn(appPlace, name) || Object.hasOwn(voicePlace, name);
}

function misplaced(document: Document, vars: Variables): readonly Problem[] {
  return Object.keys(vars)
    .filter(isPlace)
    .map((name) => problemAt(document, [...VARS, name], misplacedKey, { variant: "shared", at: "key" }));
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

/** Both hosts find the same fault in what they share. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, line, column, path, message }) => {
    const key = `${code} ${String(line)}:${String(column)} ${path} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
