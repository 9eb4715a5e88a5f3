/** What lies in a tenant's folder. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkTenant } from "../check-tenant.ts";
import type { TenantPolicy } from "../fleet/policy.ts";
import { sourcesOf, type Changes } from "../testing.ts";
import type { TenantSources } from "../tenant.ts";
import type { SourceFile } from "../source-file.ts";

const ACME = join(import.meta.dirname, "../../../instances/acme");
const PASSWORD = readFileSync(join(ACME, "vault-password.example"), "utf8").trim();
const NOW = new Date("2027-01-01");
const file = (name: string, text: string): SourceFile => ({ path: `instances/demo/${name}`, text });
const acme = (name: string): SourceFile => file(name, readFileSync(join(ACME, name), "utf8"));
const CUSTOM: Changes = {
  vars: { certs: "custom", fqdn: "acme.example" },
  sources: { certificate: acme("cert.pem"), key: acme("key.pem") },
};
const PEM = "-----BEGIN EC PRIVATE KEY-----\nMHc=\n-----END EC PRIVATE KEY-----\n";

function told(
  changes: Changes,
  policy: TenantPolicy["secrets"] = "clear-allowed",
  now = NOW,
  password?: string,
) {
  return checkTenant(sourcesOf(changes), { secrets: policy }, now, password)
    .filter(({ code, path }) => code !== "OML0301" || path === "")
    .map(({ severity, code, file: name }) => `${severity} ${code} ${name.split("/").at(-1) ?? ""}`);
}

const withSources = (sources: Partial<TenantSources>): Changes => ({
  ...CUSTOM,
  sources: { ...CUSTOM.sources, ...sources },
});

describe("the certificate", () => {
  test("may be the tenant's own, its key vaulted", () => {
    expect(told(CUSTOM)).toEqual([]);
    expect(told(CUSTOM, "vault", NOW, PASSWORD)).toEqual([]);
  });

  test.each([
    ["2036-12-30", "error", "2037-01-02"],
    ["29 days before its end", "warning", "2036-12-03"],
  ])("expires: %s", (_, severity, now) => {
    expect(told(CUSTOM, "clear-allowed", new Date(now))).toEqual([`${severity} OML0418 cert.pem`]);
  });

  test("has time left 31 days before its end", () => {
    expect(told(CUSTOM, "clear-allowed", new Date("2036-11-30"))).toEqual([]);
  });

  test("is not blamed for a name that is not known", () => {
    expect(told({ ...CUSTOM, vars: { certs: "custom", fqdn: "not a name" } })).toEqual([
      "error OML0108 inventory.yml",
    ]);
  });

  test("needs a key that opens", () => {
    expect(told(CUSTOM, "clear-allowed", NOW, "wrong")).toEqual(["error OML0305 key.pem"]);
    const key = file("key.pem", "$ANSIBLE_VAULT;1.1;AES256\n6162\n");
    expect(told(withSources({ key }), "clear-allowed", NOW, PASSWORD)).toEqual(["error OML0304 key.pem"]);
  });

  test("needs a key that reaches the deploy, encrypted where the fleet says so", () => {
    const clear = { ...acme("cert.pem"), path: "instances/demo/key.pem" };
    expect(told(withSources({ key: clear }))).toEqual(["warning OML0301 key.pem", "error OML0416 key.pem"]);
    expect(told(withSources({ key: clear }), "vault")).toContain("error OML0301 key.pem");
    const ignored = { ...acme("key.pem"), isIgnored: true };
    expect(told(withSources({ key: ignored }))).toEqual(["error OML0307 key.pem"]);
  });
});

describe("other files", () => {
  const others = (...files: readonly SourceFile[]) => told({ sources: { others: files } });

  test("are pointed out where nothing reads them", () => {
    expect(others(file("tenant.yaml", ""), file("x.bin", ""))).toEqual([
      "warning OML0505 tenant.yaml",
      "warning OML0505 x.bin",
    ]);
  });

  test("are welcome where they explain", () => {
    const names = ["README.md", "notes.md", ".gitkeep", "vault-password.example", "images.lock.json"];
    expect(others(...names.map((name) => file(name, "")))).toEqual([]);
  });

  test("hold no private key, wherever in them", () => {
    expect(others(file("README.md", `the key:\n  ${PEM}`))).toEqual(["error OML0306 README.md"]);
    const knownHosts = file(
      "known_hosts",
      `${sourcesOf().knownHosts?.text ?? ""}# ${PEM.split("\n")[0] ?? ""}\n`,
    );
    expect(told({ sources: { knownHosts } })).toEqual(["error OML0306 known_hosts"]);
  });
});

describe("vaulted secrets", () => {
  const inventory = acme("inventory.yml");
  const codes = (password?: string) => {
    const sources = { ...sourcesOf(CUSTOM), inventory, knownHosts: acme("known_hosts") };
    return checkTenant(sources, { secrets: "clear-allowed" }, NOW, password)
      .filter(({ severity }) => severity === "error")
      .map(({ code }) => code);
  };

  test("stay sealed without a password, open with theirs, and are named with another", () => {
    expect(codes()).toEqual([]);
    expect(codes(PASSWORD)).toEqual([]);
    expect(codes("another")).toEqual(["OML0305", "OML0305"]);
  });
});
