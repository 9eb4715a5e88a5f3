import { describe, expect, test } from "vitest";
import { checkFleet, checkMember } from "./fleet.ts";
import { fleetFile, isOurs, member, NOW, ours, short } from "./fleet-testing.ts";

describe("a folder", () => {
  test("has a tenant's name", () => {
    expect(ours({ tenants: [{ ...member(1), name: "Acme" }] })).toEqual([
      "OML0607 acme/inventory.yml : lies in a folder whose name is not a tenant's",
    ]);
  });

  test("that cannot be read is told, and nothing is said of what was not read", () => {
    const file = "instances/acme/known_hosts";
    const { name, inventory } = member(1);
    const faults = [{ kind: "not-utf8", file, tenant: "acme", detail: "" }] as const;
    const problems = checkFleet({ tenants: [{ name, inventory }], faults, now: NOW }).filter(
      (problem) => problem.file === file,
    );
    expect(problems.map(short)).toEqual(["OML0609 acme/known_hosts : is not UTF-8 text"]);
  });

  test.each([
    ["link", "OML0209"],
    ["not-a-file", "OML0209"],
    ["too-large", "OML0210"],
    ["unreadable", "OML0609"],
    ["no-inventory", "OML0607"],
  ] as const)("with a fault of kind %s has problem %s", (kind, code) => {
    const faults = [{ kind, file: "instances/x/tenant.yml", tenant: "x", detail: "EACCES" }];
    expect(checkFleet({ tenants: [], faults, now: NOW }).map((problem) => problem.code)).toEqual([code]);
  });
});

describe("a removed tenant", () => {
  const removed = [{ name: "acme", inventory: member(1).inventory }];

  test("may go where nothing names it", () => expect(ours({ tenants: [member(2)], removed })).toEqual([]));

  test("whose host another tenant takes over is told", () => {
    expect(ours({ tenants: [member(2, { app: { ansible_host: "10.0.1.1" } })], removed })).toEqual([
      "OML0608 demo/inventory.yml ansible_host: is an address of acme, a tenant that this change removes",
    ]);
  });

  test("whose public address another tenant's setting names is told", () => {
    const gone = [{ name: "acme", inventory: member(1, { app: { ansible_host: "8.8.4.4" } }).inventory }];
    expect(
      ours({ tenants: [member(2, { vars: { observability_host: "8.8.4.4" } })], removed: gone }),
    ).toEqual([
      "OML0608 demo/inventory.yml observability_host: is an address of acme, a tenant that this change removes",
    ]);
  });
});

describe("a tenant before a deploy", () => {
  const lenient = { now: NOW };

  test("passes with its warnings where its fleet is well", () => {
    const result = checkMember({ tenants: [member(1), member(2)], ...lenient }, "demo");
    expect(result.ok && result.tenant.name).toBe("demo");
  });

  test("is refused for what it shares, with its own problems alone", () => {
    const shared = { app: { ansible_host: "192.0.2.1" } };
    const result = checkMember({ tenants: [member(1, shared), member(2, shared)], ...lenient }, "demo");
    expect(!result.ok && result.problems.filter(isOurs).map(short)).toEqual([
      "OML0601 demo/inventory.yml ansible_host: reaches omnileads-app of tenant acme too",
    ]);
  });

  test("is not held up by another tenant's mistakes", () => {
    const broken = { ...member(1), inventory: { ...member(1).inventory, text: "all: [" } };
    expect(checkMember({ tenants: [broken, member(2)], ...lenient }, "demo").ok).toBe(true);
  });

  test.each([
    ["cannot be understood", { fleetFile: fleetFile("secret: vault") }],
    [
      "cannot be read",
      { faults: [{ kind: "link", file: "instances/fleet.yml", tenant: "", detail: "" }] as const },
    ],
  ])("is refused where fleet.yml %s", (_, fleet) => {
    const result = checkMember({ tenants: [member(2)], ...lenient, ...fleet }, "demo");
    expect(!result.ok && result.problems.some(({ file }) => file === "instances/fleet.yml")).toBe(true);
  });
});
