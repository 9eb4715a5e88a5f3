import { describe, expect, test } from "vitest";
import { z } from "zod";
import { formAt, inWords, tag } from "../fields/fields.ts";
import { fleetFileSchema, readFleetFile } from "./fleet-file.ts";
import { explain } from "../explain.ts";

const read = (text: string) => readFleetFile({ path: "instances/fleet.yml", text });
const told = (text: string) =>
  read(text).problems.map(({ code, path, remedy }) => `${code} ${path} ${remedy}`);

describe("fleet.yml", () => {
  test("may be missing, empty, or say what it knows", () => {
    const defaults = {
      secrets: "clear-allowed",
      required: [],
      waves: {},
      tags: { forbidden: [] },
      restore_approval: "two",
    };
    expect(readFleetFile(undefined).policy).toEqual(defaults);
    expect(read("# nothing\n").policy).toEqual(defaults);
    const { policy, problems } = read("secrets: vault\nwaves:\n  1: { tags: { forbidden: [latest] } }\n");
    expect(problems).toEqual([]);
    expect(policy).toMatchObject({ secrets: "vault", waves: { 1: { tags: { forbidden: ["latest"] } } } });
  });

  test.each([
    ["secret: vault", "OML0104 secret Rename it: did you mean secrets?"],
    ["tags: {forbiden: [latest]}", "OML0104 tags.forbiden Rename it: did you mean forbidden?"],
    ["waves: {1: {tag: {}}}", "OML0104 waves.1.tag Rename it: did you mean tags?"],
    ["waves: {first: {}}", "OML0104 waves.first Remove it; known here: 1, 2, 3, 4"],
    ["required: {zzzzzz: 1}", "OML0108 required Correct the value"],
    ["waves: {1: {tags: {zzz: 1}}}", "OML0104 waves.1.tags.zzz Remove it; known here: forbidden, allowed"],
    ["restore_approval: none", "OML0108 restore_approval Correct the value"],
    ["secrets: [", "OML0101  Correct the line; a value with : # * & ! % @ or ` in it needs quotes"],
    ["secrets: '{{ x }}'", "OML0201 secrets Write the value out, without braces followed by {, % or #"],
  ])("%s", (text, problem) => expect(told(text)).toContain(problem));

  test("holds as far as it is right", () => {
    const { policy, problems } = read("secrets: vault\nrequired: fqdn\nwave: {}\n");
    expect(problems).toHaveLength(2);
    expect(policy).toMatchObject({ secrets: "vault", required: [], waves: {} });
  });

  test("is explained in Spanish too", () => {
    const [problem] = read("required: fqdn\n").problems;
    expect(problem && explain(problem, "es").message).toBe("debe ser una lista de variables como [fqdn]");
  });
});

test("the form of what stands at a path is found through blocks, lists and defaults", () => {
  expect(formAt(fleetFileSchema, ["required", 0])?.es).toBe("el nombre de una variable del inventario");
  expect(formAt(fleetFileSchema, ["waves", 1, "tags"])?.en).toBe("a block with forbidden or allowed");
  expect(formAt(fleetFileSchema, ["secrets", "inner"])).toBeUndefined();
  expect(formAt(z.string(), [])).toBeUndefined();
  expect(formAt(z.string().meta({ form: "a word" }), [])).toEqual({ en: "a word", es: "a word" });
  expect(formAt(tag().default("x").optional(), [])?.es).toBe("una etiqueta de imagen como latest o face6cfa");
  expect(inWords({ en: "x", es: "y" })).toEqual({ form: "x", formEs: "y" });
});
