/** The rules' catalogue: complete in both languages, documented, and never renumbered. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { formAt } from "../../src/inventory/fields/fields.ts";
import { rules } from "../../src/inventory/rules/index.ts";
import { rulePages } from "../../src/inventory/rules/pages.ts";
import { settingsSchema } from "../../src/inventory/settings.ts";
import { tenantFileSchema } from "../../src/inventory/tenant-file.ts";
import { ROOT } from "./examples.ts";

const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([slot]) => slot).sort();

test("codes and names are a rule's own, and a code begins with its group", () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  for (const { code, group, name } of rules) {
    expect(code).toMatch(/^OML\d{4}$/);
    expect(Number(code.slice(3, 5))).toBe(group);
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  }
});

describe.each(rules.map((rule) => [rule.code, rule] as const))("%s", (_, rule) => {
  test("says everything in both languages, with the same values", () => {
    expect(rule.title.en).not.toBe(rule.name === "certbot" ? "" : rule.title.es);
    expect(rule.why.en).not.toBe(rule.why.es);
    for (const { en, es } of Object.values(rule.texts)) {
      for (const text of [en.message, en.remedy, es.message, es.remedy]) {
        expect(text).toMatch(/^\S.*[^.\s]$/s);
      }
      expect(es.message).not.toBe(en.message);
      expect(slots(es.message + es.remedy)).toEqual(slots(en.message + en.remedy));
    }
    expect(Object.keys(rule.texts)).not.toEqual([]);
  });
});

test("the documentation is what the rules give", () => {
  const folder = join(ROOT, "docs/rules");
  const pages = rulePages(rules);
  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  for (const [name, text] of pages) expect(readFileSync(join(folder, name), "utf8"), name).toBe(text);
});

test("every variable's form is said in both languages", () => {
  const schemas = { ...settingsSchema.shape, ...tenantFileSchema.shape } as Record<string, z.ZodType>;
  for (const [name, schema] of Object.entries(schemas)) {
    const form = formAt(schema, []);
    expect(form?.en, name).toBeTruthy();
    expect(form?.es, name).not.toBe(form?.en);
  }
});
