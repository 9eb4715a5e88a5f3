import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isMap, isScalar, parseDocument } from "yaml";
import { composeQuickly } from "./quick-compose.ts";

const ROOT = join(import.meta.dirname, "../../..");
const read = (name: string) => readFileSync(join(ROOT, name), "utf8");

/** What the rest of the program reads of a node. */
function seen(node: unknown, text: string): unknown {
  const range = (node as { range?: readonly number[] } | null)?.range ?? [];
  const [start = -1, end = -1] = range;
  const span = [start, start + text.slice(start, end).trimEnd().length];
  // A block ends behind its last entry; the parser counts the comments below an empty one in.
  if (isMap(node))
    return { start, items: node.items.map(({ key, value }) => [seen(key, text), seen(value, text)]) };
  if (!isScalar(node)) return node;
  return { span, value: node.value, type: node.type, tag: node.tag, anchor: node.anchor };
}

function parse(text: string) {
  const customTags = ["!vault", "!unsafe"].map((tag) => ({
    tag,
    identify: () => false,
    resolve: (value: string) => value,
  }));
  return parseDocument(text, { schema: "failsafe", customTags, prettyErrors: false, uniqueKeys: false });
}

/** Whether it was composed; throws where the parser would have made anything else of it. */
function agrees(text: string): boolean {
  const quick = composeQuickly(text);
  if (quick === undefined) return false;
  const parsed = parse(text);
  expect([...parsed.errors, ...parsed.warnings]).toEqual([]);
  expect(seen(quick, text)).toEqual(seen(parsed.contents, text));
  return true;
}

test.each([
  "inventory.yml",
  "instances/acme/inventory.yml",
  "instances/demo/inventory.yml",
  "instances/demo/tenant.yml",
])("%s needs no parser", (name) => expect(agrees(read(name))).toBe(true));

test.each([
  ["a sequence", "a:\n  - b\n"],
  ["braces", "a: { b: c }\n"],
  ["an alias", "a: &x b\nc: *x\n"],
  ["a merge key", "a:\n  <<: b\n"],
  ["a tab", "a:\tb\n"],
  ["a second line of a text", "a: b\n  c\n"],
  ["a folded text", "a: >\n  b\n"],
  ["a document's end", "a: b\n...\n"],
  ["an escape", 'a: "\\x7b"\n'],
  ["a quoted key", '"a": b\n'],
  ["a colon in a text", "a: b: c\n"],
  ["a block below a text", "a: b\n  c: d\n"],
  ["a block that ends between", "a:\n    b: c\n  d: e\n"],
  ["an invisible letter", "a: b\u200bc\n"],
  ["no line's end", "a: b"],
  ["another line's end", "a: b\r\nc: d\n"],
  ["a text that is not plain", "a: @b\n"],
])("%s is left to the parser", (_, text) => expect(composeQuickly(text)).toBeUndefined());

const lines = [
  ...read("instances/acme/inventory.yml").split("\n"),
  ...read("instances/demo/tenant.yml").split("\n"),
];
const piece = fc.oneof(
  fc.constantFrom(...lines),
  fc.constantFrom(
    "a:",
    "  b: c",
    "    d: 'it''s'",
    '  e: "f" # g',
    "  h:   i j  ",
    "# k",
    "",
    "   ",
    "l: m:n",
    "  o: p #q",
  ),
  fc.constantFrom(
    "  v: !vault |",
    "      $ANSIBLE_VAULT;1.1;AES256",
    "      3333",
    "    3333",
    "  # x",
    "  a: ~",
    "  a: null",
  ),
  fc.constantFrom(
    "---",
    "  r: s:",
    "  t: 'u'v",
    "  w: x#y",
    "  z: -1",
    "  aa: .5",
    "  bb: a  b",
    "  cc: #dd",
    "  ee: 'f' g",
  ),
  fc.string({ unit: fc.constantFrom(..." :#'\"|!-abc{}[]&*,?%@`\\".split("")), maxLength: 10 }),
);

/** Mostly entries of one block, so that much of it can be composed. */
const entry = fc
  .tuple(
    fc.constantFrom("b", "c_1", "D-e"),
    fc.constantFrom(
      "",
      " f",
      " 'g''h'",
      ' "i"',
      "  j k ",
      " l:m",
      " 1e10 # n",
      " p#q",
      " !vault |\n      $A\n      3",
      " ~",
      "\n    s: t",
    ),
  )
  .map(([key, value]) => `  ${key}:${value}`);
const block = fc
  .array(fc.oneof({ weight: 9, arbitrary: entry }, { weight: 1, arbitrary: piece }), { maxLength: 8 })
  .map((entries) => `a:\n${entries.join("\n")}\n`);

test("whatever is composed is what the parser makes", () => {
  let composed = 0;
  const text = fc.oneof(
    block,
    fc.array(piece, { maxLength: 8 }).map((pieces) => `${pieces.join("\n")}\n`),
  );
  fc.assert(
    fc.property(text, (given) => {
      if (agrees(given)) composed += 1;
    }),
    { numRuns: 10_000 },
  );
  expect(composed).toBeGreaterThan(1_000);
});

test("a changed inventory is what the parser makes of it", () => {
  const whole = read("instances/acme/inventory.yml").split("\n");
  fc.assert(
    fc.property(fc.nat(whole.length - 2), piece, fc.boolean(), (index, text, replaces) => {
      agrees(whole.toSpliced(index, replaces ? 1 : 0, text).join("\n"));
    }),
    { numRuns: 1_000 },
  );
});
