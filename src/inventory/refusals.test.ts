import { describe, expect, test } from "vitest";
import { readTenant } from "./read-tenant.ts";
import { CLOUD, HOST_KEYS, problemsOf, sourcesOf, type Changes } from "./testing.ts";

const ANY = { path: "known_hosts", text: `* ${HOST_KEYS[0]}\n` };
const APP = "all.hosts.omnileads-app";
const VOICE = "all.hosts.omnileads-voice";

describe("what is refused", () => {
  const cases: readonly (readonly [string, Changes, string])[] = [
    [
      "an unknown variable",
      { vars: { postgres_hots: "x" } },
      "all.vars.postgres_hots: is not a known variable",
    ],
    ["one of the host's", { app: { shmsize: 1 } }, `${APP}.shmsize: is not a known variable`],
    ["one the host does not read", { voice: { SCA: 1 } }, `${VOICE}.SCA: stands where nothing reads it`],
    [
      "an address for both hosts",
      { vars: { omni_ip_wan: "8.8.8.8" } },
      "all.vars.omni_ip_wan: belongs to one host, and all.vars is for both",
    ],
    ["a missing variable", { vars: { TZ: undefined } }, "all.vars.TZ: is missing"],
    ["a missing address", { app: { voice_host: undefined } }, `${APP}.voice_host: is missing`],
    ["an empty bucket_url", { vars: { bucket_url: null } }, "all.vars.bucket_url: is empty"],
    ["an empty postgres_host", { vars: { postgres_host: null } }, "all.vars.postgres_host: is empty"],
    ["an empty secret", { vars: { ami_password: "" } }, "all.vars.ami_password: must be a password"],
    [
      "a wrong port",
      { vars: { postgres_port: "70000" } },
      "all.vars.postgres_port: must be a port from 1 to 65535, such as 5432",
    ],
    [
      "a word for a number",
      { vars: { SCA: "one hour" } },
      "all.vars.SCA: must be a number of seconds, such as 3600",
    ],
    ["a fraction", { vars: { SCA: 1.5 } }, "all.vars.SCA: must be a number of seconds, such as 3600"],
    [
      "a word for a flag",
      { vars: { postgres_ssl: "require" } },
      "all.vars.postgres_ssl: must be true or false",
    ],
    [
      "a wrong word",
      { vars: { certs: "self-signed" } },
      "all.vars.certs: must be one of: selfsigned, custom, certbot",
    ],
    [
      "a block for a text",
      { vars: { fqdn: { a: 1 } } },
      "all.vars.fqdn: must be a DNS name such as pbx.example.com",
    ],
    [
      "an impossible address",
      { app: { omni_ip_lan: "999.1.1.1" } },
      `${APP}.omni_ip_lan: must be an IPv4 address such as 10.10.10.4`,
    ],
    [
      "an unknown zone",
      { vars: { TZ: "America/Cordova" } },
      "all.vars.TZ: must be an IANA time zone such as America/Argentina/Cordoba",
    ],
    [
      "a path in bucket_url",
      { vars: { bucket_url: "https://s3.example/x" } },
      "all.vars.bucket_url: must be a URL such as https://s3.example.com or https://10.0.0.5:9000, without a path",
    ],
    [
      "a user other than root",
      { vars: { ansible_user: "debian" } },
      "all.vars.ansible_user: must be root (the tool manages units and files of root)",
    ],
    [
      "a tag with a slash",
      { vars: { nginx_version: "a/b" } },
      "all.vars.nginx_version: must be an image tag such as latest or face6cfa",
    ],
    [
      "a local postgres_host",
      { vars: { postgres_host: "LocalHost" } },
      "all.vars.postgres_host: must be the address of a database service outside these hosts (comment the line out to host PostgreSQL here)",
    ],
    [
      "the app host as a database service",
      { vars: { ...CLOUD.vars, postgres_host: "10.0.0.1" } },
      "all.vars.postgres_host: is omnileads-app itself, which hosts no PostgreSQL where postgres_host is given",
    ],
    [
      "the app host as an object storage",
      { vars: { ...CLOUD.vars, bucket_url: "http://10.0.0.1:9000" } },
      "all.vars.bucket_url: names omnileads-app itself, which hosts no MinIO where bucket_url is given",
    ],
    [
      "one address twice",
      { app: { omni_ip_lan: "10.0.0.2" }, voice: { application_host: "10.0.0.2" } },
      `${VOICE}.omni_ip_lan: is the address of omnileads-app too, and the two hosts must differ`,
    ],
    [
      "one connection twice",
      { app: { ansible_host: "10.0.0.2" } },
      `${VOICE}.ansible_host: reaches omnileads-app too, and the two hosts must differ`,
    ],
    [
      "a wrong voice_host",
      { app: { voice_host: "10.0.0.7" } },
      `${APP}.voice_host: is not the omni_ip_lan of omnileads-voice, which is 10.0.0.2`,
    ],
    [
      "a wrong application_host",
      { voice: { application_host: "10.0.0.7" } },
      `${VOICE}.application_host: is not the omni_ip_lan of omnileads-app, which is 10.0.0.1`,
    ],
    [
      "a setting of one host that both read",
      { app: { postgres_host: "db.example.com" } },
      `${APP}.postgres_host: differs between the two hosts, and both read it`,
    ],
    [
      "a replica without a flag",
      { vars: { ...CLOUD.vars, postgres_ro_host: "ro.example.com" } },
      "all.vars.postgres_ro_host: is given, and postgres_ha is false",
    ],
    [
      "a flag without a replica",
      { vars: { ...CLOUD.vars, postgres_ha: true } },
      "all.vars.postgres_ha: is true, and postgres_ro_host is missing",
    ],
    [
      "TLS to a database hosted here",
      { vars: { postgres_ssl: true } },
      "all.vars.postgres_ssl: is true, and PostgreSQL is hosted here because postgres_host is missing",
    ],
    [
      "MinIO without an administrator",
      { vars: { s3_http_admin_user: undefined } },
      "all.vars.s3_http_admin_user: is missing, and MinIO is hosted here because bucket_url is missing",
    ],
    [
      "MinIO with a short key",
      { vars: { bucket_secret_key: "short" } },
      "all.vars.bucket_secret_key: has fewer than 8 characters",
    ],
    [
      "the application as administrator",
      { vars: { bucket_access_key: "minio" } },
      "all.vars.bucket_access_key: is MinIO's administrator, and the application must not be",
    ],
    [
      "half an SMTP account",
      {
        app: {
          email_backend: "django.core.mail.backends.smtp.EmailBackend",
          email_host: "mail.example",
          email_port: 25,
        },
      },
      `${APP}.email_backend: sends by SMTP, and email_default_from, email_password, email_user is missing`,
    ],
    [
      "both kinds of TLS",
      { app: { email_use_ssl: true, email_use_tls: true } },
      `${APP}.email_use_tls: and email_use_ssl are both true`,
    ],
    [
      "Homer without a host",
      { voice: { homer_enable: true } },
      `${VOICE}.homer_enable: is true, and observability_host is missing`,
    ],
    [
      "a network in place of an address",
      { app: { omni_ip_lan: "0.0.0.0" }, voice: { application_host: "0.0.0.0" } },
      `${APP}.omni_ip_lan: is an address no host can have`,
    ],
    [
      "a group's address for SSH",
      { app: { ansible_host: "224.0.0.1" }, sources: { knownHosts: ANY } },
      `${APP}.ansible_host: is an address no host can have`,
    ],
    [
      "the runner in place of a host",
      { app: { ansible_host: "localhost" }, sources: { knownHosts: ANY } },
      `${APP}.ansible_host: names the machine that runs the deploy`,
    ],
    [
      "the other host's variable",
      { voice: { voice_host: "10.0.0.2" } },
      `${VOICE}.voice_host: stands where nothing reads it`,
    ],
    [
      "the app host's variable",
      { app: { application_host: "10.0.0.2" } },
      `${APP}.application_host: stands where nothing reads it`,
    ],
    [
      "a name longer than DNS allows",
      { vars: { dialer_host: `${"a.".repeat(130)}example` } },
      "all.vars.dialer_host: must be an IPv4 address or a DNS name",
    ],
    [
      "MinIO with a short user",
      { vars: { s3_http_admin_user: "me" } },
      "all.vars.s3_http_admin_user: has fewer than the 3 characters MinIO asks for",
    ],
    [
      "certbot",
      { vars: { certs: "certbot", fqdn: "a.example", notification_email: "a@b.example" } },
      "all.vars.certs: is certbot, which is not yet supported",
    ],
  ];

  test.each(cases)("%s", (_, changes, problem) => expect(problemsOf(changes)).toEqual([problem]));

  test("everything at once: all problems are reported", () => {
    expect(problemsOf({ vars: { TZ: undefined, certs: "x", foo: 1 }, app: { voice_host: "" } })).toHaveLength(
      4,
    );
  });

  test("a third host, a group and a missing block", () => {
    const text = "all:\n  hosts:\n    omnileads-app: {}\n    omnileads-observability: {}\n  children: {}\n";
    const result = readTenant(sourcesOf({ sources: { inventory: { path: "i.yml", text } } }));
    expect(
      !result.ok && result.problems.map(({ line, path, message }) => `${line} ${path} ${message}`).sort(),
    ).toEqual([
      "1 all.vars is missing",
      "2 all.hosts.omnileads-voice is missing",
      "4 all.hosts.omnileads-observability is not a known host",
      "5 all.children is not a known block",
    ]);
  });

  test.each([
    "",
    "- a",
    "just text",
    "all:",
    "all: x",
    "all:\n  hosts: []\n  vars: {}",
    "all:\n  hosts: {omnileads-app: x, omnileads-voice: [], other: {}}\n  vars: !vault x",
  ])("a file of another kind: %j", (text) => {
    const result = readTenant(sourcesOf({ sources: { inventory: { path: "i.yml", text } } }));
    expect(!result.ok && result.problems.length).toBeGreaterThan(0);
  });
});
