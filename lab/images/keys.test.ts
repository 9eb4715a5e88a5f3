import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentKey, type ContextFile, type Ingredients } from "./keys.ts";

const file = (path: string, content = "x", executable = false): ContextFile => ({
  path,
  executable,
  content: Buffer.from(content),
});

const image: Ingredients = {
  from: ["base"],
  files: [file("Containerfile"), file("entrypoint", "run")],
  args: { RELEASE: "a", FAULT: "b" },
};

describe("contentKey", () => {
  it("does not depend on the order of files, arguments and parents", () => {
    const turned: Ingredients = {
      from: image.from,
      files: image.files.toReversed(),
      args: { FAULT: "b", RELEASE: "a" },
    };
    expect(contentKey(turned)).toBe(contentKey(image));
  });

  it.each<[string, Ingredients]>([
    ["a byte", { ...image, files: [file("Containerfile"), file("entrypoint", "ruN")] }],
    ["a mode", { ...image, files: [file("Containerfile"), file("entrypoint", "run", true)] }],
    ["a name", { ...image, files: [file("Containerfile"), file("entry", "run")] }],
    ["an argument", { ...image, args: { ...image.args, RELEASE: "c" } }],
    ["the base", { ...image, from: ["other"] }],
  ])("changes with %s", (_, changed) => {
    expect(contentKey(changed)).not.toBe(contentKey(image));
  });

  it("keeps apart what only joins to the same text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (one, two) => {
        const together = contentKey({ from: [], files: [file("f", one + two)], args: {} });
        const apart = contentKey({ from: [], files: [file("f", one), file("g", two)], args: {} });
        expect(together).not.toBe(apart);
      }),
    );
  });

  it("is a valid tag", () => {
    expect(contentKey(image)).toMatch(/^k-[0-9a-f]{16}$/);
  });
});
