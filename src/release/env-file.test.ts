import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { parseEnvironment, renderEnvironment } from "./env-file.ts";
import { fillText, slot } from "./text.ts";

// A loaded machine is slow, not wrong.
vi.setConfig({ testTimeout: 120_000 });

const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,20}$/);
/** What reading a tenant lets through. */
const value = fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text.replaceAll("\t", "")));

test("every value is what stands behind the first =, byte for byte, secret or not", () => {
  fc.assert(
    fc.property(fc.dictionary(name, fc.tuple(value, fc.boolean())), (variables) => {
      const entries = Object.entries(variables);
      const environment = Object.fromEntries(
        entries.map(([key, [text, isSecret]]) => [key, isSecret ? slot(key) : text]),
      );
      const secrets = new Map(entries.map(([key, [text]]) => [key, text]));
      const content = fillText(renderEnvironment(environment), (key) => secrets.get(key) ?? "?");
      expect([...parseEnvironment(content)]).toEqual(entries.map(([key, [text]]) => [key, text]));
    }),
  );
});

test("flags are Python's, numbers decimal, what is undefined is left out", () => {
  const environment = { YES: true, NO: false, PORT: 5432, EMPTY: "", NONE: undefined };
  expect(renderEnvironment(environment)).toEqual(["YES=True\nNO=False\nPORT=5432\nEMPTY=\n"]);
});
