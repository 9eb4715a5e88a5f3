/** Inventories for property tests: broken ones, and templates in disguise. */
import fc from "fast-check";
import { inventoryText } from "./testing.ts";

const VALID = inventoryText({ app: { google_maps_center: '{ "lat": 1, "lng": 2 }' } });
const LINES = VALID.split("\n");

const junk = fc.oneof(
  fc.constantFrom("", "null", "[]", "{}", "- x", "!vault x", "!!int x", "&a", "*a", "'", '"', "|", ">", "\t"),
  fc.constantFrom(
    "{{ x }}",
    "999",
    "<<: *a",
    "<<: [*a, *b]",
    "? x",
    "&a {<<: *a}",
    "[&a [*a]]",
    "%YAML 1.1",
    "--- x",
  ),
  fc.constantFrom(
    "!unsafe x",
    "$ANSIBLE_VAULT;1.1;AES256",
    "\u0000",
    "\u2028",
    "\u202e",
    "\ud800",
    "\r",
    "\ufeff",
  ),
  fc.constantFrom(
    "__proto__: x",
    "constructor: x",
    "ansible_connection: local",
    "-oProxyCommand=x",
    "1e10",
    "0777",
    "https://xn--0",
    "0x7f000001",
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);

type Edit = (line: string, value: string) => string;

const EDITS: Readonly<Record<string, Edit>> = {
  value: (line, value) => line.replace(/:.*$/, `: ${value}`),
  key: (line, value) => line.replace(/[\w-]+(?=:)/, () => value),
  drop: () => "",
  double: (line) => `${line}\n${line}`,
  indent: (line) => `  ${line}`,
  outdent: (line) => line.replace(/^ {2}/, ""),
  replace: (_, value) => value,
  anchor: (line) => line.replace(/: ?/, ": &a "),
  cut: (line) => line.slice(0, Math.floor(line.length / 2)),
  glue: (line, value) => `${line}${value}`,
  before: (line, value) => `${value}\n${line}`,
};

const edits = fc.array(fc.tuple(fc.nat(LINES.length - 1), fc.constantFrom(...Object.keys(EDITS)), junk), {
  minLength: 1,
  maxLength: 4,
});

/** Lines of a valid inventory changed, dropped, doubled, moved, or any text at all. */
export const mutated: fc.Arbitrary<string> = fc.oneof(
  { weight: 9, arbitrary: edits.map(applyEdits) },
  { weight: 1, arbitrary: fc.array(junk, { maxLength: 12 }).map((pieces) => pieces.join("\n")) },
);

function applyEdits(list: readonly (readonly [number, string, string])[]): string {
  const lines = [...LINES];
  for (const [index, kind, value] of list) lines[index] = EDITS[kind]?.(lines[index] ?? "", value) ?? "";
  return lines.join("\n");
}

/** An inventory that holds something that could run code, and how it was hidden. */
export interface Disguise {
  readonly text: string;
  readonly path: string;
}

const OPENERS = ["{{", "{%", "{#"];
const LOOK_ALIKES = [
  "｛｛",
  "{\u200b{",
  "❴❴",
  "﹛﹛",
  "{\u2060%",
  "｛%",
  "{\u00ad#",
  "⦃{",
  "{\u034f{",
  "{\ufe0f{",
];
const payload = fc
  .tuple(
    fc.constantFrom(...OPENERS, ...LOOK_ALIKES),
    fc.constantFrom(" lookup('pipe','id') ", "x", " 7*7 ", ""),
    fc.string({ maxLength: 4 }),
  )
  .map(([open, body, tail]) => `${open}${body}}}${tail.replaceAll(/[^\w ]/g, "")}`);

/** Texts of variables that take any text. */
const FREE = ["ami_user", "postgres_user", "schedule", "ami_password", "dialer_user", "bucket_secret_key"];

/** Ways to write a value: each gives lines for the block of variables. */
const WRITINGS: Readonly<Record<string, (name: string, value: string) => string>> = {
  "single quotes": (name, value) => `${name}: '${value.replaceAll("'", "''")}'`,
  "double quotes": (name, value) => `${name}: ${JSON.stringify(value)}`,
  escapes: (name, value) => `${name}: "${[...value].map(escaped).join("")}"`,
  "literal block": (name, value) => `${name}: |-\n      ${value}`,
  "folded block": (name, value) => `${name}: >-\n      ${value}`,
  "quoted key": (name, value) => `"${name}": ${JSON.stringify(value)}`,
  "explicit key": (name, value) => `? ${name}\n    : ${JSON.stringify(value)}`,
  flow: (name, value) => `x: {${name}: ${JSON.stringify(value)}}`,
  "folded quotes": (name, value) => `${name}: "${[...value].map(escaped).join("\\\n      ")}"`,
  anchor: (name, value) => `${name}: &p ${JSON.stringify(value)}\n    email_user: *p`,
  merge: (name, value) => `<<: {${name}: ${JSON.stringify(value)}}`,
  "merge list": (name, value) => `<<: [{${name}: ${JSON.stringify(value)}}, {}]`,
  "string tag": (name, value) => `${name}: !!str ${JSON.stringify(value)}`,
  unsafe: (name, value) => `${name}: !unsafe ${JSON.stringify(value)}`,
  plain: (name, value) => `${name}: a ${value}`,
  bare: (name, value) => `${name}: ${value}`,
  key: (_, value) => `${JSON.stringify(value)}: x`,
  list: (name, value) => `${name}: [${JSON.stringify(value)}]`,
  "split over keys": (_, value) =>
    `ami_user: "a {"\n    postgres_user: ${JSON.stringify(value.replace(/^./u, ""))}`,
};

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? character : `\\u${code.toString(16).padStart(4, "0")}`;
}

const KEYS = [
  "ansible_connection",
  "ansible_ssh_common_args",
  "ansible_ssh_executable",
  "ansible_python_interpreter",
];
const MORE_KEYS = [
  "ansible_become_exe",
  "ansible_shell_executable",
  "ansible_ssh_extra_args",
  "ansible_sftp_extra_args",
];
const LETTERS: Readonly<Record<string, string>> = { a: "а", o: "о", e: "е", i: "і", c: "с" };
const key = fc
  .tuple(
    fc.constantFrom(...KEYS, ...MORE_KEYS),
    fc.constantFrom("", "upper", "cyrillic", "wide", "space", "invisible"),
  )
  .map(([name, kind]) => {
    if (kind === "upper") return name.toUpperCase();
    if (kind === "cyrillic") return name.replaceAll(/[aoeic]/g, (letter) => LETTERS[letter] ?? letter);
    if (kind === "wide") return name.replace("a", "ａ");
    if (kind === "space") return `${name} `;
    return kind === "invisible" ? `${name.slice(0, 3)}\u200b${name.slice(3)}` : name;
  });

const templates = fc
  .tuple(fc.constantFrom(...Object.keys(WRITINGS)), fc.constantFrom(...FREE), payload)
  .map(([how, name, value]) => ({ path: `${how} of ${name}`, lines: WRITINGS[how]?.(name, value) ?? "" }));
const connections = fc
  .tuple(fc.constantFrom(...Object.keys(WRITINGS).filter((how) => !/key$|split|unsafe/.test(how))), key)
  .map(([how, name]) => ({
    path: `${how} of ${name}`,
    lines: WRITINGS[how]?.(JSON.stringify(name), "local") ?? "",
  }));

/** Templates, lookups and connection variables, written in every way YAML knows. */
export const disguised: fc.Arbitrary<Disguise> = fc.oneof(templates, connections).map(({ path, lines }) => {
  const own = new RegExp(`^ {4}(${[...FREE, "email_user"].join("|")}):.*\\n`, "gm");
  const names = [...lines.matchAll(/[a-z_]{6,}/g)].map(([name]) => name);
  const rest = VALID.replaceAll(own, (line, name: string) => (names.includes(name) ? "" : line));
  return { path, text: `${rest}    ${lines}\n` };
});
