import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readFleetFolder } from "./fleet-folder.ts";
import { LARGEST_FILE, readBounded } from "./read-bounded.ts";

let directory = "";
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "oml-fleet-"))));
afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, content: string | Buffer): void {
  mkdirSync(join(directory, name, ".."), { recursive: true });
  writeFileSync(join(directory, name), content);
}
const read = () => readFleetFolder(directory, "instances/");
const faults = () => read().faults.map(({ kind, file, tenant }) => `${kind} ${file} ${tenant}`);

test("every tenant and the fleet's policy are read, sorted", () => {
  for (const name of ["zeta", "acme"]) write(`${name}/inventory.yml`, `# ${name}\n`);
  write("acme/known_hosts", "x\n");
  write("acme/tenant.yml", "");
  write("acme/cert.pem", "c");
  write("acme/key.pem", "k");
  write("fleet.yml", "secrets: vault\n");
  write("README.md", "");
  expect(read()).toEqual({
    tenants: [
      {
        name: "acme",
        inventory: { path: "instances/acme/inventory.yml", text: "# acme\n" },
        knownHosts: { path: "instances/acme/known_hosts", text: "x\n" },
        tenantFile: { path: "instances/acme/tenant.yml", text: "" },
        certificate: { path: "instances/acme/cert.pem", text: "c" },
        key: { path: "instances/acme/key.pem", text: "k" },
      },
      { name: "zeta", inventory: { path: "instances/zeta/inventory.yml", text: "# zeta\n" } },
    ],
    fleetFile: { path: "instances/fleet.yml", text: "secrets: vault\n" },
    faults: [],
  });
});

test("an ill-named folder with an inventory is among them, other folders are not", () => {
  write("Acme EU/inventory.yml", "");
  write("docs/index.md", "");
  write(".git/inventory.yml", "");
  expect(read().tenants.map(({ name }) => name)).toEqual(["Acme EU"]);
  expect(faults()).toEqual([]);
});

test.each(["known_hosts", "inventory.yaml", "tenant.yml"])(
  "a folder with %s and no inventory.yml is told",
  (name) => {
    write(`acme/${name}`, "");
    expect(faults()).toEqual(["no-inventory instances/acme/inventory.yml acme"]);
  },
);

test("an inventory that nobody deploys is told, wherever it lies", () => {
  write("inventory.yml", "");
  write("Acme_EU/inventory.yaml", "");
  write("region/acme/inventory.yml", "");
  write("docs/more/index.md", "");
  expect(read().tenants).toEqual([]);
  expect(faults()).toEqual([
    "no-inventory instances/Acme_EU/inventory.yml Acme_EU",
    "beside instances/inventory.yml ",
    "no-inventory instances/region/inventory.yml region",
  ]);
});

test("no link is followed, wherever it leads", () => {
  write("acme/inventory.yml", "");
  write("acme/real", "secret");
  symlinkSync("/etc/hostname", join(directory, "acme/known_hosts"));
  symlinkSync("real", join(directory, "acme/tenant.yml"));
  symlinkSync("nowhere", join(directory, "acme/key.pem"));
  symlinkSync("acme", join(directory, "demo"));
  symlinkSync("loop", join(directory, "loop"));
  symlinkSync("nowhere", join(directory, "nothing"));
  symlinkSync("/etc/hostname", join(directory, "fleet.yml"));
  const { tenants, fleetFile } = read();
  expect(fleetFile).toBeUndefined();
  expect(tenants).toHaveLength(1);
  expect(tenants[0]?.knownHosts).toBeUndefined();
  expect(faults().sort()).toEqual([
    "link instances/acme/key.pem acme",
    "link instances/acme/known_hosts acme",
    "link instances/acme/tenant.yml acme",
    "link instances/demo demo",
    "link instances/fleet.yml ",
    "link instances/loop loop",
  ]);
});

test("what is no file, no text or too large is told and not waited for", () => {
  write("acme/inventory.yml", Buffer.from([0x61, 0xff]));
  write("acme/known_hosts", Buffer.alloc(LARGEST_FILE + 1, "a"));
  mkdirSync(join(directory, "acme/tenant.yml"));
  execFileSync("mkfifo", [join(directory, "acme/key.pem")]);
  expect(read().tenants).toEqual([]);
  expect(faults().sort()).toEqual([
    "not-a-file instances/acme/key.pem acme",
    "not-a-file instances/acme/tenant.yml acme",
    "not-utf8 instances/acme/inventory.yml acme",
    "too-large instances/acme/known_hosts acme",
  ]);
});

test("a file of the largest size is read, and a byte-order mark dropped", () => {
  write("a", Buffer.alloc(LARGEST_FILE, "a"));
  write("b", "\ufeffall:\n");
  write("c", "");
  expect(readBounded(join(directory, "a"))).toMatchObject({ ok: true });
  expect(readBounded(join(directory, "b"))).toEqual({ ok: true, text: "all:\n" });
  expect(readBounded(join(directory, "c"))).toEqual({ ok: true, text: "" });
});
