import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addressOf, CLOUD } from "../../lab/addresses.ts";
import { tenantNames } from "../../src/files/tenant-folder.ts";
import { HOST_KEYS } from "../../src/inventory/testing.ts";
import { readTenant } from "../../src/inventory/read-tenant.ts";
import { secretsOf } from "../../src/inventory/secrets.ts";
import { appFields, sharedFields, voiceFields } from "../../src/inventory/settings.ts";
import { show } from "../../src/release/show.ts";
import { releaseOf } from "../../src/release/testing.ts";
import { example, INSTANCES, ROOT, VAULT_PASSWORD } from "./examples.ts";

describe.each(tenantNames(INSTANCES))("%s", (name) => {
  test("renders as its golden file says, with or without the vault's password", async () => {
    const shown = show(releaseOf(example(name)));
    await expect(shown).toMatchFileSnapshot(join(ROOT, "tests/golden", `${name}.txt`));
    expect(show(releaseOf(example(name, VAULT_PASSWORD)))).toBe(shown);
  });

  test("shows no secret", () => {
    const shown = show(releaseOf(example(name, VAULT_PASSWORD)));
    const result = secretsOf(example(name, VAULT_PASSWORD));
    for (const secret of result.ok ? result.secrets.values() : []) expect(shown).not.toContain(secret);
    expect(result.ok).toBe(true);
  });
});

test("the examples share no secret", () => {
  const values = tenantNames(INSTANCES).flatMap((name) => {
    const result = secretsOf(example(name, VAULT_PASSWORD));
    return result.ok ? [...result.secrets.values()] : [];
  });
  // acme's backup bucket is opened by the keys of its other one.
  expect(new Set(values).size).toBe(values.length - 2);
  expect(values.length).toBeGreaterThan(15);
});

test("without the vault's password acme's encrypted secrets are named as sealed", () => {
  expect(secretsOf(example("acme"))).toEqual({
    ok: false,
    sealed: ["django_secret_key", "key.pem", "backup.password"],
  });
});

test("the examples are what the lab boots", () => {
  const demo = example("demo");
  const acme = example("acme");
  const addresses = [demo, acme].flatMap(({ app, voice }) => [
    app.connection.address,
    voice.connection.address,
  ]);
  expect(addresses).toEqual(
    ["demo-app", "demo-voice", "acme-app", "acme-voice"].map((host) => addressOf(host as "demo-app")),
  );
  const { database, bucket } = CLOUD;
  expect(acme.settings).toMatchObject({
    postgres_host: database.host,
    postgres_ro_host: database.readOnlyHost,
    postgres_port: database.port,
    postgres_maintenance_db: database.maintenance,
    postgres_user: database.acme.user,
    bucket_url: bucket.url,
    bucket_region: bucket.region,
    bucket_name: bucket.acmeBucket,
  });
  expect(acme.settings.postgres_password.reveal()).toBe(database.acme.password);
  expect(acme.settings.bucket_access_key.reveal()).toBe(bucket.acme.user);
  expect(acme.settings.bucket_secret_key.reveal()).toBe(bucket.acme.password);
});

describe("the template", () => {
  const text = readFileSync(join(ROOT, "inventory.yml"), "utf8");
  const addresses: Readonly<Record<string, readonly string[]>> = {
    ansible_host: ["192.0.2.12", "192.0.2.11"],
    omni_ip_lan: ["192.0.2.12", "192.0.2.11"],
    application_host: ["192.0.2.11"],
    voice_host: ["192.0.2.12"],
  };
  const knownHosts = { path: "known_hosts", text: `192.0.2.* ${HOST_KEYS[0]}\n` };
  const read = (inventory: string) =>
    readTenant({ name: "mytenant", inventory: { path: "inventory.yml", text: inventory }, knownHosts });
  const isSecret = (name: string) => /pass|secret|key$/.test(name);

  test("lacks addresses and secrets, and nothing else", () => {
    const result = read(text);
    const problems = result.ok ? [] : result.problems;
    expect(problems.every(({ message }) => message === "is empty")).toBe(true);
    const names = problems.map(({ path }) => path.split(".").at(-1) ?? "");
    expect(names.filter((name) => !isSecret(name) && !(name in addresses))).toEqual([]);
    expect(names.filter((name) => name in addresses)).toHaveLength(6);
    expect(names.filter(isSecret)).toHaveLength(8);
  });

  test("is valid once they are filled in, with every commented line as well", () => {
    let filled = fillIn(text);
    expect(read(filled)).toMatchObject({ ok: true });
    filled = fillIn(text.replaceAll(/^( +)# (\w+:)/gm, "$1$2")).replace(
      "postgres_ha: false",
      "postgres_ha: true",
    );
    expect(read(filled)).toMatchObject({ ok: true });
  });

  test("names every variable there is, but Homer's", () => {
    const names = Object.keys({ ...appFields, ...voiceFields, ...sharedFields });
    const missing = names.filter((name) => !new RegExp(`^ +(# )?${name}:`, "m").test(text));
    expect(missing.sort()).toEqual(["email_smtp_relay", "homer_enable", "observability_host"]);
  });

  /** Gives each empty variable a value. */
  function fillIn(template: string): string {
    const left = structuredClone(addresses) as Record<string, string[]>;
    return template.replaceAll(/^( +)(\w+):$/gm, (line, indent: string, name: string) => {
      const value = left[name]?.shift() ?? (isSecret(name) ? `filled-in-${name}` : undefined);
      return value === undefined ? line : `${indent}${name}: ${value}`;
    });
  }
});
