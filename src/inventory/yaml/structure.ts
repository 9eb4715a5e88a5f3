/** The inventory's blocks: two hosts and the variables they share. */
import { problemAt, type Document } from "./document.ts";
import { valueIn, type Path, type Value } from "./value.ts";
import type { Problem } from "../problem.ts";
import type { Text } from "../rules/rule.ts";
import { missingKey } from "../rules/variables.ts";
import { invalidValueAt, namesMeant, unknownKeyAt } from "../fields/schema-problems.ts";
import { Secret } from "../secret.ts";

/** The variables of one block. */
export type Variables = Readonly<Record<string, Value>>;

/** Where the inventory's blocks stand. */
export const VARS: Path = ["all", "vars"];
export const APP: Path = ["all", "hosts", "omnileads-app"];
export const VOICE: Path = ["all", "hosts", "omnileads-voice"];

/** The three blocks; empty where they are missing. */
export interface Structure {
  readonly vars: Variables;
  readonly app: Variables;
  readonly voice: Variables;
  readonly problems: readonly Problem[];
  /** Whether all three are there: only then a variable can be said to be missing. */
  readonly isWhole: boolean;
}

/** A block that holds blocks: its keys and what it is called. */
interface Level {
  readonly path: Path;
  readonly keys: readonly string[];
  readonly form: Text;
  readonly noun: Text;
}

const BLOCK: Text = { en: "block", es: "un bloque" };
const HOST: Text = { en: "host", es: "un host" };
const LEVELS: readonly Level[] = [
  { path: [], keys: ["all"], form: { en: "a block with all", es: "un bloque con all" }, noun: BLOCK },
  {
    path: ["all"],
    keys: ["hosts", "vars"],
    form: { en: "a block with hosts and vars", es: "un bloque con hosts y vars" },
    noun: BLOCK,
  },
  {
    path: ["all", "hosts"],
    keys: ["omnileads-app", "omnileads-voice"],
    form: {
      en: "the hosts omnileads-app and omnileads-voice",
      es: "los hosts omnileads-app y omnileads-voice",
    },
    noun: HOST,
  },
];
const VARIABLES: Text = { en: "a block of variables", es: "un bloque de variables" };

/** Takes an inventory's blocks apart, and names every block that is missing or unknown. */
export function readStructure(document: Document): Structure {
  const problems = LEVELS.flatMap((level) => checkLevel(document, level));
  const blocks = [VARS, APP, VOICE].map((path) => valueIn(document.value, path));
  const wrong = [VARS, APP, VOICE].flatMap((path, index) => {
    const value = blocks[index];
    return value === undefined || isBlock(value)
      ? []
      : [invalidValueAt(document, path, value, VARIABLES, false)];
  });
  const [vars = {}, app = {}, voice = {}] = blocks.map((value) => (isBlock(value) ? value : {}));
  return { vars, app, voice, problems: [...problems, ...wrong], isWhole: blocks.every(isBlock) };
}

function checkLevel(document: Document, { path, keys, form, noun }: Level): readonly Problem[] {
  const value = valueIn(document.value, path);
  if (value === undefined) return [];
  if (!isBlock(value)) return [invalidValueAt(document, path, value, form, false)];
  const unknown = Object.keys(value)
    .filter((key) => !keys.includes(key))
    .map((key) => unknownKeyAt(document, [...path, key], keys, noun));
  const meant = namesMeant(unknown);
  const missing = keys.filter((key) => !Object.hasOwn(value, key) && !meant.has(key));
  return [...unknown, ...missing.map((key) => missingBlock(document, [...path, key]))];
}

function missingBlock(document: Document, path: Path): Problem {
  const key = String(path.at(-1));
  const level = LEVELS.find((one) => one.path.join(".") === path.join("."));
  const { en, es } = level?.form ?? VARIABLES;
  return problemAt(document, path, missingKey, {
    variant: "missing",
    values: { key, form: en, "form:es": es },
    at: "key",
  });
}

function isBlock(value: Value | undefined): value is Variables {
  return typeof value === "object" && value !== null && !(value instanceof Secret) && !Array.isArray(value);
}
