import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isTenantName } from "../inventory/tenant-name.ts";
import { readTenantFolder, tenantNames } from "./tenant-folder.ts";

let directory = "";
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "oml-instances-"))));
afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, content: string | Buffer): void {
  mkdirSync(join(directory, name, ".."), { recursive: true });
  writeFileSync(join(directory, name), content);
}

test.each([
  ["demo", true],
  ["a", true],
  ["3-acme-eu", true],
  ["", false],
  ["-demo", false],
  ["Demo", false],
  ["../demo", false],
  ["a b", false],
  ["a_b", false],
  ["demo\n", false],
])("%j is a tenant's name: %s", (name, expected) => expect(isTenantName(name)).toBe(expected));

test("the files of a folder are read, missing ones left out", () => {
  write("demo/inventory.yml", "all:\n");
  write("demo/known_hosts", "x\n");
  expect(readTenantFolder(directory, "demo")).toEqual({
    ok: true,
    sources: {
      name: "demo",
      inventory: { path: join(directory, "demo/inventory.yml"), text: "all:\n" },
      knownHosts: { path: join(directory, "demo/known_hosts"), text: "x\n" },
    },
  });
});

test("tenants are folders with an inventory", () => {
  for (const name of ["zeta", "acme", "Upper"]) write(`${name}/inventory.yml`, "");
  write("empty/known_hosts", "");
  write("README.md", "");
  expect(tenantNames(directory)).toEqual(["acme", "zeta"]);
  expect(tenantNames(join(directory, "nowhere"))).toEqual([]);
});

test.each([
  ["../demo", "is not a tenant's name"],
  ["other", "Tenants: demo"],
])("%s is refused", (name, message) => {
  write("demo/inventory.yml", "");
  const result = readTenantFolder(directory, name);
  expect(!result.ok && result.message).toContain(message);
});

test("a file that is not UTF-8 is named", () => {
  write("demo/inventory.yml", Buffer.from([0x61, 0xff]));
  const result = readTenantFolder(directory, "demo");
  expect(!result.ok && result.message).toContain("inventory.yml is not UTF-8 text");
});
