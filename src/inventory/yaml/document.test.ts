import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { problemAt, readDocument } from "./document.ts";
import { missingKey } from "../rules/variables.ts";
import { Secret } from "../secret.ts";

// A loaded machine is slow, not wrong.
vi.setConfig({ testTimeout: 120_000 });

const read = (text: string) => readDocument({ path: "inventory.yml", text });

describe("scalars", () => {
  test.each([
    ["0123", "0123"],
    ["1e5", "1e5"],
    ["12345678", "12345678"],
    ["yes", "yes"],
    ["'null'", "null"],
    ['"a # b"', "a # b"],
    ["a#b$c%d\\e", "a#b$c%d\\e"],
    ["!!str 5", "5"],
  ])("%s stays the text %j", (written, value) => {
    expect(read(`a: ${written}`)).toMatchObject({ value: { a: value }, problems: [] });
  });

  test.each(["", "~", "null", "NULL", "Null", "# comment"])("an empty one (%j) is null", (written) => {
    expect(read(`a: ${written}`)).toMatchObject({ value: { a: null }, problems: [] });
  });

  test("any printable text survives", () => {
    const printable = fc
      .string({ unit: "grapheme" })
      .filter(
        (text) =>
          !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|\{/u.test(
            text + text.normalize("NFKC"),
          ),
      );
    fc.assert(
      fc.property(printable, (text) => {
        const document = read(stringify({ a: text }, { defaultStringType: "QUOTE_DOUBLE", lineWidth: 0 }));
        expect(document.problems).toEqual([]);
        expect(document.value).toEqual({ a: text });
      }),
    );
  });
});

describe("what is refused", () => {
  test.each([
    ["a: '{{ lookup(1) }}'", 1, 4, "holds a template, and an inventory is data"],
    ["b: 1\na: |\n  one\n  two\n", 2, 4, "holds a line break, and one line is meant"],
    ['a: "x\\0y"', 1, 4, "holds a control character (U+0000)"],
    ['a: "\\ud800"', 1, 4, "holds a control character (U+D800)"],
    ["a: *s3cret", 1, 4, "is a YAML alias that cannot be resolved"],
    ["a: &x [*x]", 1, 8, "is a YAML alias that cannot be resolved"],
    ["a: !s3cret x", 1, 4, "holds a YAML tag other than !vault"],
    ["a: !unsafe s3cret", 1, 12, "is marked !unsafe, and an inventory needs no such mark"],
    ["a: 1\na: 2", 2, 1, "repeats a key of the same block, which stands on line 1"],
    ["a: 1\n--- 2", 2, 1, "begins a second document"],
    ["a: 's3cret", 1, 4, "lacks a closing quote, bracket or colon"],
    ["a: !vault s3cret", 1, 11, "is not in ansible-vault's format"],
  ])("%j at %i:%i", (text, line, column, message) => {
    const [problem] = read(text).problems;
    expect(problem).toMatchObject({ line, column, message });
    expect(JSON.stringify(problem)).not.toContain("s3cret");
  });

  test("no broken file makes a problem that quotes a secret, or ends in an exception", () => {
    const broken = fc.string({
      unit: fc.constantFrom(..."ab: -*&!|>'\"{}[]#%@`\\\n\t".split("")),
      maxLength: 40,
    });
    fc.assert(
      fc.property(broken, broken, (before, after) => {
        const { problems } = read(`${before}S3CRET${after}`);
        expect(JSON.stringify(problems.map(({ message, remedy }) => message + remedy))).not.toContain(
          "S3CRET",
        );
      }),
      { numRuns: 500 },
    );
  });
});

test("places are those of the file; what is missing is at the block it is missing from", () => {
  const document = read("all:\n  vars:\n    TZ: UTC\n    list: [1, 2]\n");
  expect(document.valueAt(["all", "vars", "TZ"])).toEqual({ line: 3, column: 9, endLine: 3, endColumn: 12 });
  expect(document.keyAt(["all", "vars", "TZ"])).toEqual({ line: 3, column: 5, endLine: 3, endColumn: 7 });
  expect(document.valueAt(["all", "vars", "list", 1])).toEqual({
    line: 4,
    column: 15,
    endLine: 4,
    endColumn: 16,
  });
  expect(
    problemAt(document, ["all", "vars", "ami_user"], missingKey, { variant: "missing", at: "key" }),
  ).toMatchObject({
    line: 2,
    column: 3,
    path: "all.vars.ami_user",
  });
});

test("a vaulted value read without the password is a sealed secret", () => {
  const body = Buffer.from([`${"61".repeat(32)}`, "62".repeat(32), "63".repeat(16)].join("\n")).toString(
    "hex",
  );
  const document = read(`a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  ${body}\n`);
  expect(document.problems).toEqual([]);
  expect((document.value as { a: unknown }).a).toBeInstanceOf(Secret);
});
