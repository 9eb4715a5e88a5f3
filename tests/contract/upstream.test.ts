/** Upstream's own inventories, of both eras, and the mistakes that are known of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkTenant } from "../../src/inventory/check-tenant.ts";
import { readDocument } from "../../src/inventory/yaml/document.ts";
import type { Problem } from "../../src/inventory/problem.ts";
import { HOST_KEYS } from "../../src/inventory/testing.ts";
import { ROOT } from "./examples.ts";

const read = (name: string) => readFileSync(join(ROOT, "tests/upstream", name), "utf8");
const knownHosts = {
  path: "known_hosts",
  text: `190.19.111.22 ${HOST_KEYS[0]}\n190.19.111.23 ${HOST_KEYS[1]}\n`,
};

function problemsOf(text: string): readonly Problem[] {
  const sources = { name: "era", inventory: { path: "inventory.yml", text }, knownHosts };
  return checkTenant(sources, { secrets: "clear-allowed" }, new Date("2027-01-01"));
}

const errorsOf = (text: string) => problemsOf(text).filter(({ severity }) => severity === "error");
const nameOf = ({ path }: Problem) => path.split(".").at(-1) ?? "";

describe("two hosts", () => {
  const text = read("two-hosts.yml");
  const own = text.replaceAll(
    /^( +)((\w+_(password|pass|secret_key|access_key)): ).*$/gm,
    "$1$2a-secret-of-$3",
  );

  test("need their own secrets in place of upstream's samples, and nothing else", () => {
    expect([...new Set(errorsOf(text).map(({ code }) => code))].sort()).toEqual(["OML0302"]);
    expect(errorsOf(text).map(nameOf).sort()).toEqual([
      "ami_password",
      "bucket_access_key",
      "bucket_secret_key",
      "dialer_password",
      "postgres_password",
      "s3_http_admin_pass",
    ]);
    expect(errorsOf(own)).toEqual([]);
  });

  test("hear what has no effect", () => {
    const dead = problemsOf(own).filter(({ code }) => code === "OML0412");
    expect(dead.map(nameOf).sort()).toEqual(["email_smtp_relay", "s3_http_admin_pass", "s3_http_admin_user"]);
  });

  test.each([
    ["a mistyped peer address", "application_host: 10.10.10.2", "application_host: 10.11.10.2", "OML0402"],
    ["an address of 999", "omni_ip_lan: 10.10.10.2", "omni_ip_lan: 999.999.999.999", "OML0108"],
    [
      "an empty bucket_url, taken for a bucket",
      "bucket_url: https://sfo3.digitaloceanspaces.com",
      "bucket_url:",
      "OML0107",
    ],
    ["an empty postgres_host", "#postgres_host: db.example.com", "postgres_host:", "OML0107"],
    ["certs spelled as upstream's code once did", "certs: selfsigned", "certs: self-signed", "OML0108"],
    ["TLS that upstream gives to Asterisk alone", "postgres_ssl: false", "postgres_ssl: true", "OML0406"],
    [
      "a read-only node without its switch",
      "postgres_ro_host:",
      "postgres_ro_host: ro.example.com",
      "OML0405",
    ],
    ["a misspelt variable", "nginx_version:", "ngnix_version:", "OML0104"],
    ["a word where Jinja compares with a boolean", "postgres_ha: false", "postgres_ha: 'True '", "OML0108"],
    [
      "half an SMTP account",
      "#email_backend:",
      "email_backend: django.core.mail.backends.smtp.EmailBackend",
      "OML0410",
    ],
    [
      "a third host",
      "  vars:\n",
      "    omnileads-observability:\n      ansible_host: 10.10.10.4\n  vars:\n",
      "OML0104",
    ],
    [
      "Homer without a host",
      "      observability_host: 10.10.10.4\n    omnileads-app",
      "    omnileads-app",
      "OML0403",
    ],
    ["certbot, documented and never built", "certs: selfsigned", "certs: certbot", "OML0415"],
    ["custom certificates that are not there", "certs: selfsigned", "certs: custom", "OML0416"],
    ["a user that is not root", "ansible_user: root", "ansible_user: debian", "OML0108"],
    [
      "a secret from another variable",
      "ami_password: 5_MeO_DMT",
      "ami_password: '{{ vault_ami }}'",
      "OML0201",
    ],
  ])("%s is named", (_, before, after, code) => {
    expect(text).toContain(before);
    expect(errorsOf(text.replace(before, after)).map((problem) => problem.code)).toContain(code);
  });
});

test("many hosts in one file are read, and told where they belong", () => {
  const text = read("many-hosts.yml");
  const document = readDocument({ path: "inventory.yml", text });
  expect(document).toMatchObject({ isReadable: true, problems: [] });
  const told = errorsOf(text).map(({ code, line, path }) => `${code} ${String(line)} ${path}`);
  expect(told).toEqual(
    expect.arrayContaining(["OML0104 4 all.children", "OML0104 49 omnileads_aio", "OML0106 3 all.hosts"]),
  );
});
