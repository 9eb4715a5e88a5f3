/** Anchors, aliases and merge keys: read as YAML means them, in bounded time. */
import { describe, expect, test } from "vitest";
import { readDocument } from "./document.ts";

const read = (text: string) => readDocument({ path: "inventory.yml", text });
const codes = (text: string) => read(text).problems.map(({ code }) => code);

describe("an alias", () => {
  test("stands for the value its anchor marks, and for the latest of that name", () => {
    expect(read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").value).toEqual({ a: "1", b: "1", c: "2", d: "2" });
  });

  test("may stand for a block or a list", () => {
    const text = "a: &x {k: [1, 2]}\nb: *x\n";
    expect(read(text).value).toEqual({ a: { k: ["1", "2"] }, b: { k: ["1", "2"] } });
    expect(read(text).valueAt(["b", "k", 1])).toMatchObject({ line: 1, column: 15 });
    expect(read(text).valueAt(["b", "k", 7])).toMatchObject({ line: 1, column: 8 });
  });

  test("of nothing, or of what it is part of, is refused", () => {
    expect(codes("a: *x\n")).toEqual(["OML0111"]);
    expect(codes("a: &x\n  b: *x\n")).toEqual(["OML0111"]);
    expect(codes("&a {<<: *a}")).toContain("OML0111");
  });
});

describe("a merge key", () => {
  test("gives what the block itself does not say", () => {
    const text = "a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n";
    expect(read(text).value).toMatchObject({ b: { p: "1", q: "3" } });
    expect(read(text).valueAt(["b", "p"])).toMatchObject({ line: 1, column: 11 });
    expect(read(text).valueAt(["b", "q"])).toMatchObject({ line: 4, column: 6 });
  });

  test("takes a list, the earlier source first", () => {
    expect(read("b:\n  <<: [{p: 1}, {p: 2, q: 2}]\n").value).toEqual({ b: { p: "1", q: "2" } });
  });

  test("takes nothing else", () => {
    expect(codes("b:\n  <<: text\n")).toEqual(["OML0111"]);
    expect(codes("b:\n  <<: [1]\n")).toEqual(["OML0111"]);
  });

  test("is a plain key in quotes", () => {
    expect(read('b: {"<<": 1}\n').value).toEqual({ b: { "<<": "1" } });
  });
});

test("keys of the prototype are keys like any other", () => {
  const { value } = read("__proto__: {x: 1}\nconstructor: y\n");
  expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});

test.each([
  ["? [a]\n: x\n", "OML0207"],
  ["? \n: x\n", "OML0207"],
  ["a: {{ x }}\n", "OML0201"],
  ["a: {[x]: 1}\n", "OML0207"],
])("%j: a key that is no text", (text, code) => expect(codes(text)).toContain(code));

describe("bounds", () => {
  const merges = Array.from({ length: 60 }, (_, index) => {
    const aliases = Array(9)
      .fill(`*a${String(index)}`)
      .join(",");
    return `a${String(index + 1)}: &a${String(index + 1)} {<<: [${aliases}]}`;
  });
  const cases: readonly (readonly [string, string])[] = [
    ["aliases of aliases", `a: &a [x,x,x,x,x,x,x,x,x]\n${bomb("b", "a")}${bomb("c", "b")}${bomb("d", "c")}`],
    ["merges of merges", `a0: &a0 {x: 1}\n${merges.join("\n")}\n`],
    ["lists in lists", `${"[".repeat(2_000)}${"]".repeat(2_000)}`],
    ["lists in lists, as lines begin", "- ".repeat(30_000)],
    ["keys of keys", "? ".repeat(30_000)],
    ["too many lines", "a: 1\n".repeat(6_000)],
    ["too large a file", `a: ${"x".repeat(70_000)}`],
    ["too many commas", `[${",".repeat(6_000)}]`],
  ];

  test.each(cases)("%s", (_, text) => {
    const started = process.cpuUsage();
    const document = read(text);
    expect(document.problems.map(({ code }) => code)).toContain("OML0210");
    expect(document).toMatchObject({ isReadable: false, value: null });
    expect(document.valueAt(["a", "b"]).line).toBeGreaterThan(0);
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  });

  function bomb(name: string, of: string): string {
    return `${name}: &${name} [${Array(9).fill(`*${of}`).join(",")}]\n`;
  }
});
