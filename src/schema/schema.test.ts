import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { catalogue } from "../components/catalogue.ts";
import { aTenant, CLOUD, inventoryText } from "../inventory/testing.ts";
import { formatLock } from "../lock/lock.ts";
import { lockFor } from "../lock/testing.ts";
import { inventoryPage } from "./inventory-page.ts";
import { fleetSchema, imageLockSchema, inventorySchema, tenantSchema, type JsonSchema } from "./json-schemas.ts";
import { readersOf, TOOLKIT } from "./readers.ts";
import { sampleTenants } from "./sample-tenants.ts";
import { variables } from "./variables.ts";

const root = join(import.meta.dirname, "..", "..");
const schemas = { "inventory.schema.json": inventorySchema(), "tenant.schema.json": tenantSchema(), "fleet.schema.json": fleetSchema() };
const examples = globSync("instances/{*/,}{inventory,tenant,fleet}.yml", { cwd: root });

const POLICY = `
secrets: vault
required: [fqdn]
registries: [docker.io]
tags: { forbidden: [latest] }
waves:
  1: { tags: { allowed: ["2.*"] } }
`;

/** What an editor says of a text: it reads scalars by YAML's core schema and `!vault` values as text. */
function judge(schema: JsonSchema, text: string): boolean {
  const vault = { tag: "!vault", resolve: (value: string) => value };
  return z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(parse(text, { customTags: [vault] })).success;
}

/** The blocks and fields of a schema that lack a description, as dotted paths. */
function undescribed(schema: JsonSchema, path = ""): readonly string[] {
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>);
  const missing = String(schema["description"] ?? "").length > 5 ? [] : [path];
  return [...missing, ...properties.flatMap(([name, inner]) => undescribed(inner, `${path}.${name}`))];
}

describe("schemas for editors", () => {
  test.each(examples)("the example %s is valid, and its modeline names its schema", (example) => {
    const text = readFileSync(join(root, example), "utf8");
    const [, path = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const named = resolve(root, dirname(example), path);
    const name = `${basename(example, ".yml")}.schema.json` as keyof typeof schemas;
    expect(named).toBe(join(root, "schema", name));
    expect(judge(schemas[name], text)).toBe(true);
  });

  test("the template's modeline is right where it is copied to", () => {
    const text = readFileSync(join(root, "inventory.yml"), "utf8");
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../../schema/inventory.schema.json");
  });

  test.each([
    ["a valid inventory", inventoryText(), true],
    ["a tag of digits", inventoryText({ vars: { django_version: 12345678 } }), true],
    ["a password of digits", inventoryText({ vars: { ami_password: 12345678 } }), true],
    ["an empty read-only node", inventoryText({ vars: { postgres_ro_host: null } }), true],
    ["a provider's services", inventoryText(CLOUD), true],
    ["an unknown variable", inventoryText({ vars: { nginx_versoin: "latest" } }), false],
    ["a port out of range", inventoryText({ vars: { postgres_port: 70000 } }), false],
    ["a word out of its list", inventoryText({ vars: { infra_env: "moon" } }), false],
    ["an empty bucket_url", inventoryText({ vars: { bucket_url: null } }), false],
    ["a host without its address", inventoryText({ app: { omni_ip_lan: undefined } }), false],
  ])("%s", (_name, text, valid) => {
    expect(judge(inventorySchema(), text)).toBe(valid);
  });

  test.each([
    ["a whole policy", POLICY, true],
    ["an empty one", "{}", true],
    ["an unknown word", "secrets: maybe", false],
    ["a wave that is none", "waves: { live: {} }", false],
    ["an unknown key of a wave", "waves: { 1: { tag: {} } }", false],
  ])("of a fleet: %s", (_name, text, valid) => {
    expect(judge(fleetSchema(), text)).toBe(valid);
  });

  test.each([
    ["as oml lock writes it", (text: string) => text, true],
    ["of another form", (text: string) => text.replace('"format": 1', '"format": 2'), false],
    ["with a digest cut short", (text: string) => text.replace(/(sha256:\w+)\w"/, '$1"'), false],
    ["with a key nobody knows", (text: string) => text.replace('"tag"', '"label"'), false],
  ])("of a lock: %s", (_name, change, valid) => {
    expect(judge(imageLockSchema(), change(formatLock(lockFor(aTenant()))))).toBe(valid);
  });

  test.each(Object.entries({ ...schemas, "images.lock.schema.json": imageLockSchema() }))("%s describes everything", (_name, schema) => {
    expect(undescribed(schema)).toEqual([]);
  });
});

describe("the page of variables", () => {
  const readers = readersOf(catalogue, sampleTenants());

  test("a variable that nothing reads is known to be so", () => {
    const unread = variables.filter(({ name }) => !readers.has(name)).map(({ name }) => name);
    expect(unread).toEqual(["voice_host", "application_host", "notification_email", "email_smtp_relay"]);
  });

  test("readers are found behind conditions, in slots and through hosts", () => {
    expect([...(readers.get("email_password") ?? [])]).toEqual(["omnileads", "daphne", "cron"]);
    expect(readers.get("homer_enable")).toEqual(new Set(["asterisk"]));
    expect(readers.get("ansible_ssh_port")).toEqual(new Set([TOOLKIT]));
    expect(readers.get("omni_ip_lan")).toContain("kamailio");
    expect(readers.get("images.postgres")).toContain("postgresql");
  });

  test("every variable has a row with its meaning", () => {
    const page = inventoryPage(variables, readers);
    for (const { name, meaning } of variables) expect(page).toContain(`| \`${name}\` | ${meaning} |`);
  });

  test("no row has a default that its variable refuses", () => {
    expect(variables.filter(({ isRequired, defaultValue }) => isRequired && defaultValue !== undefined)).toEqual([]);
  });
});
