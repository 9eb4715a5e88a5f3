import { describe, expect, test } from "vitest";
import { readTenant } from "./read-tenant.ts";
import { secretsOf } from "./secrets.ts";
import { HOST_KEYS, aTenant, problemsOf, isError, sourcesOf, type Changes } from "./testing.ts";

describe("a valid tenant", () => {
  test("has typed settings with defaults, hosts and connections", () => {
    const { settings, app, voice, extras } = aTenant({
      voice: { ansible_ssh_port: 2222 },
      sources: knownOn2222,
    });
    expect(settings).toMatchObject({
      django_version: "latest",
      SCA: 3600,
      postgres_port: 5432,
      postgres_ssl: false,
      postgres_database: "omnileads",
      certs: "selfsigned",
      callrec_device: "s3",
      prometheus_enable: false,
    });
    expect(app).toMatchObject({ name: "omnileads-app", lan: "10.0.0.1", wan: "10.0.0.1" });
    expect(app.connection).toEqual({ address: "10.0.0.1", port: 22, user: "root" });
    expect(voice.connection).toEqual({ address: "10.0.0.2", port: 2222, user: "root" });
    expect(extras).toMatchObject({
      migration_timeout: 60,
      images: { postgres: "13", minio: "latest", redis: "1.0.9" },
    });
  });

  test("keeps no address of a host among its settings", () => {
    expect(Object.keys(aTenant().settings).filter((name) => /host$|_ip_/.test(name))).toEqual([
      "dialer_host",
    ]);
  });

  test.each([
    ["12345678", "12345678"],
    ["010", "010"],
    [1000000, "1000000"],
  ])("the tag %j stays the text %j", (written, tag) => {
    expect(aTenant({ vars: { asterisk_version: written } }).settings.asterisk_version).toBe(tag);
  });

  test.each([
    [{}, "10.0.0.1"],
    [{ ansible_host: "190.19.111.22" }, "190.19.111.22"],
    [{ ansible_host: "pbx.example.com" }, "10.0.0.1"],
    [{ ansible_host: "190.19.111.22", omni_ip_wan: "190.19.111.99" }, "190.19.111.99"],
  ])("the public address of %j is %s", (app, wan) => {
    const text = `* ${HOST_KEYS[0]}\n`;
    expect(aTenant({ app, sources: { knownHosts: { path: "known_hosts", text } } }).app.wan).toBe(wan);
  });

  test("reads a variable of one host under it or under all.vars; the host wins", () => {
    expect(aTenant({ vars: { SCA: 100 } }).settings.SCA).toBe(100);
    expect(aTenant({ vars: { SCA: 100 }, app: { SCA: 200 } }).settings.SCA).toBe(200);
    expect(aTenant({ voice: { asterisk_version: "ff63617b" } }).settings.asterisk_version).toBe("ff63617b");
    const both = { app: { TZ: "UTC" }, voice: { TZ: "UTC" } };
    expect(aTenant(both).settings.TZ).toBe("UTC");
  });

  test("reads YAML 1.1's booleans as Ansible does", () => {
    expect(aTenant({ vars: { prometheus_enable: "Yes" } }).settings.prometheus_enable).toBe(true);
    expect(aTenant({ vars: { prometheus_enable: "off" } }).settings.prometheus_enable).toBe(false);
  });

  test("takes an empty value for none only where upstream's example writes it so", () => {
    const { settings } = aTenant({ app: { google_maps_api_key: null }, vars: { postgres_ro_host: null } });
    expect(settings.google_maps_api_key).toBeUndefined();
    expect(settings.postgres_ro_host).toBeUndefined();
  });

  test("drops the slash behind bucket_url", () => {
    expect(aTenant({ vars: { bucket_url: "https://s3.example:9000/" } }).settings.bucket_url).toBe(
      "https://s3.example:9000",
    );
  });

  test("gives its secrets by slot, and shows them in no JSON", () => {
    const tenant = aTenant();
    const result = secretsOf(tenant);
    expect(result.ok && [...result.secrets.keys()].sort()).toEqual([
      "ami_password",
      "bucket_access_key",
      "bucket_secret_key",
      "dialer_password",
      "postgres_password",
      "s3_http_admin_pass",
    ]);
    expect(result.ok && result.secrets.get("postgres_password")).toBe("pg-secret-1");
    expect(JSON.stringify(tenant)).not.toContain("pg-secret-1");
  });
});

const knownOn2222 = {
  knownHosts: { path: "known_hosts", text: `10.0.0.1 ${HOST_KEYS[0]}\n[10.0.0.2]:2222 ${HOST_KEYS[1]}\n` },
};

describe("a problem", () => {
  const first = (changes: Changes) => {
    const result = readTenant(sourcesOf(changes));
    return result.ok ? undefined : result.problems.find(isError);
  };

  test("stands on its line", () => {
    expect(first({ vars: { postgres_port: "x" } })).toMatchObject({
      file: "instances/demo/inventory.yml",
      line: 26,
      column: 20,
      severity: "error",
    });
  });

  test("suggests what was meant", () => {
    expect(first({ vars: { postgres_hots: "x" } })?.remedy).toBe("Rename it: did you mean postgres_host?");
    expect(first({ app: { asterisk_version: "x" } })?.remedy).toBe(
      "Move it under omnileads-voice or all.vars",
    );
    expect(first({ vars: { bucket_url: null } })?.remedy).toMatch(
      /^Comment the line out or give a value: a URL/,
    );
    expect(first({ vars: { dialer_password: null } })?.remedy).toBe("Give a value: a password");
  });

  test("never holds the value of a secret", () => {
    const vars = { ami_password: { nested: "s3cret" }, bucket_secret_key: "s3cret" };
    const result = readTenant(sourcesOf({ vars }));
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain("s3cret");
  });
});

describe("tenant.yml", () => {
  const withFile = (text: string) => ({ sources: { tenantFile: { path: "tenant.yml", text } } });

  test("may be empty or set what it knows", () => {
    expect(aTenant(withFile("# nothing\n")).extras.migration_timeout).toBe(60);
    const { extras } = aTenant(withFile("migration_timeout: 90\nimages:\n  postgres: 15\n"));
    expect(extras).toMatchObject({ migration_timeout: 90, images: { postgres: "15", mc: "latest" } });
  });

  test.each([
    ["migration_timeout: 0", "migration_timeout: must be a number of minutes from 1 to 1440, such as 60"],
    ["migration_timout: 9", "migration_timout: is not a known key"],
    ["images: {postgress: 13}", "images.postgress: is not a known key"],
    ["images:", "images: is empty"],
  ])("%s is refused", (text, problem) => expect(problemsOf(withFile(text))).toEqual([problem]));
});

test("without known_hosts nothing is deployed, and the remedy says what to type", () => {
  const { name, inventory } = sourcesOf();
  const result = readTenant({ name, inventory });
  expect(!result.ok && result.problems.filter(isError)).toMatchObject([
    { file: "instances/demo/known_hosts", message: "is missing: no SSH host key is known" },
  ]);
  expect(!result.ok && result.problems.find(isError)?.remedy).toContain(
    "ssh-keyscan -p 22 10.0.0.1 >> instances/demo/known_hosts",
  );
});

test.each(["https://xn--0", "https://0xfffffffff", "https://s3.example:0"])(
  "%s has no host",
  (bucket_url) => {
    expect(problemsOf({ vars: { bucket_url } })[0]).toMatch(/^all.vars.bucket_url: must be a URL such as/);
  },
);
