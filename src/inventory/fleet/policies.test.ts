import { describe, expect, test } from "vitest";
import { checkFleet } from "./fleet.ts";
import { matches, readFleetFile } from "./fleet-file.ts";
import { sourcesOf, type Changes } from "../testing.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const IMAGES = {
  nginx: [{ image: "docker.io/omnileads/nginx", tag: "latest" }],
  minio: [{ image: "quay.io/minio/minio", tag: "latest" }],
};

/** Problems of groups 1 and 7 of the tenant `demo` under a policy, `fleet.yml` first. */
function under(policy: string, changes: Changes = {}, tenantFile?: string): readonly string[] {
  const extras =
    tenantFile === undefined ? {} : { tenantFile: { path: "i/demo/tenant.yml", text: tenantFile } };
  const { inventory, knownHosts, name } = sourcesOf(changes);
  const moved = { ...inventory, path: "i/demo/inventory.yml" };
  const tenant = { name, inventory: moved, ...(knownHosts ? { knownHosts } : {}), ...extras };
  const fleetFile = { path: "i/fleet.yml", text: policy };
  return checkFleet({ tenants: [tenant], fleetFile, now: NOW, imagesOf: () => IMAGES })
    .filter(({ code, file }) => /^OML07/.test(code) || file === "i/fleet.yml")
    .map(({ code, file, path, message }) => `${code} ${file.replace("i/", "")} ${path}: ${message}`);
}

test("without a policy there is nothing to break", () => {
  expect(under("")).toEqual([]);
  expect(readFleetFile(undefined).policy).toEqual({
    secrets: "clear-allowed",
    required: [],
    tags: { forbidden: [] },
    waves: {},
    restore_approval: "two",
  });
});

describe("fleet.yml", () => {
  test.each([
    ["secret: vault", "OML0104 fleet.yml secret: is not a known key"],
    ["secrets: none", "OML0108 fleet.yml secrets: must be one of: clear-allowed, vault"],
    ["required: fqdn", "OML0108 fleet.yml required: must be a list of variables such as [fqdn]"],
    ["tags: { forbiden: [latest] }", "OML0104 fleet.yml tags.forbiden: is not a known key"],
    ["waves: { live: {} }", "OML0104 fleet.yml waves.live: is not a known key"],
    ["waves: { 5: {} }", "OML0104 fleet.yml waves.5: is not a known key"],
    ["required: [fqnd]", "OML0705 fleet.yml required.0: is not a known variable"],
    ["waves: { 1: {} }", "OML0704 fleet.yml waves.1: holds for nobody: no tenant is in wave 1"],
    [
      "registries: ['docker.io/']",
      "OML0108 fleet.yml registries.0: must be a registry such as docker.io or docker.io/omnileads",
    ],
  ])("%s is refused", (text, expected) => expect(under(text)).toEqual([expected]));

  test("has a policy for the waves of its tenants, 2 where a tenant says nothing", () => {
    expect(under("waves: { 2: {} }")).toEqual([]);
    expect(under("waves: { 4: {} }", {}, "wave: 4\n")).toEqual([]);
  });
});

describe("required", () => {
  const policy = "required: [fqdn]";
  test("a variable that is missing", () => {
    expect(under(policy)).toEqual([
      "OML0701 demo/inventory.yml all.vars: is missing, and fleet.yml requires fqdn",
    ]);
  });
  test("an empty one is missing", () => expect(under(policy, { vars: { fqdn: null } })).toHaveLength(1));
  test("one of a host is there", () => expect(under(policy, { app: { fqdn: "a.example" } })).toEqual([]));
  test("a secret is there", () => expect(under("required: [ami_password]")).toEqual([]));
});

describe("registries", () => {
  test("that are not allowed", () => {
    expect(under("registries: [docker.io/omnileads]")).toEqual([
      "OML0702 fleet.yml registries: does not allow quay.io/minio/minio, which tenant demo deploys",
    ]);
  });
  test("that are", () => expect(under("registries: [docker.io, quay.io/minio]")).toEqual([]));
  test("whose name only begins alike", () =>
    expect(under("registries: [docker.io/omni, quay.io]")).toHaveLength(1));
});

describe("tags", () => {
  const TAGS = ["django", "websockets", "nginx", "kamailio", "asterisk", "rtpengine"].map(
    (name) => `${name}_version`,
  );
  const fixed: Changes = { vars: Object.fromEntries(TAGS.map((name) => [name, "face6cfa"])) };
  const images = "images: { minio: face6cfa, mc: face6cfa }\n";

  test("that all tenants may not have", () => {
    const some: Changes = { vars: { ...fixed.vars, nginx_version: "latest" } };
    expect(under("tags: { forbidden: [latest] }", some, images)).toEqual([
      "OML0703 demo/inventory.yml all.vars.nginx_version: is latest, which fleet.yml forbids",
    ]);
  });

  test("that are there by default", () => {
    const some: Changes = { vars: { ...fixed.vars, nginx_version: undefined } };
    expect(under("tags: { forbidden: [latest] }", some, "images: { mc: face6cfa }")).toEqual([
      "OML0703 demo/inventory.yml all.vars: does not give nginx_version: the default is latest, which fleet.yml forbids",
      "OML0703 demo/tenant.yml : does not give images.minio (tenant.yml): the default is latest, which fleet.yml forbids",
    ]);
  });

  test("of images that the tenant does not run are nobody's concern", () => {
    const cloud: Changes = { vars: { ...fixed.vars, bucket_url: "https://s3.example.com" } };
    expect(under("tags: { forbidden: [latest] }", cloud, "images: { mc: face6cfa }")).toEqual([]);
  });

  test("that its wave may not have", () => {
    const policy = "waves:\n  3: { tags: { allowed: ['face*', '1*'] } }\n  2: {}\n";
    const some: Changes = { vars: { ...fixed.vars, nginx_version: "2.0" } };
    expect(under(policy, some, `${images}wave: 3\n`)).toEqual([
      "OML0704 fleet.yml waves.2: holds for nobody: no tenant is in wave 2",
      "OML0703 demo/inventory.yml all.vars.nginx_version: is 2.0, which wave 3 of fleet.yml forbids",
    ]);
    expect(under(policy, some, images)).toEqual([
      "OML0704 fleet.yml waves.3: holds for nobody: no tenant is in wave 3",
    ]);
  });
});

test.each([
  ["latest", "latest", true],
  ["latest", "late", false],
  ["2.3.4", "2.*", true],
  ["12.3", "2.*", false],
  ["abc", "*", true],
  ["abcabc", "a*c", true],
  ["abc", "*b*", true],
  ["aXbXc", "a*b*c", true],
  ["ab", "ab*b", false],
  ["aba", "a*b*a", true],
  ["aa", "a*a*a", false],
])("%s matches %s: %s", (word, pattern, expected) => expect(matches(word, pattern)).toBe(expected));
