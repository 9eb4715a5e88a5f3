import { describe, expect, it, test } from "vitest";
import { confirmRemoval, confirmRestore } from "./confirm.ts";
import { parseOptions } from "./options.ts";

const confirm = (...argv: string[]): Promise<void> =>
  confirmRestore(parseOptions("restore", ["--tenant", "demo", ...argv]));

it("goes on once the tenant's name was typed again", async () => {
  await expect(confirm("--confirm", "demo")).resolves.toBeUndefined();
});

test("a set that is to go is confirmed the same way, and what is only asked needs no word", async () => {
  const remove = (...argv: string[]): Promise<void> =>
    confirmRemoval(parseOptions("retain", ["--tenant", "demo", ...argv]));
  for (const argv of [[], ["--set", "S", "--check"], ["--set", "S", "--confirm", "demo"]])
    await expect(remove(...argv)).resolves.toBeUndefined();
  for (const argv of [[], ["--confirm", "dem0"]])
    await expect(remove("--set", "S", ...argv)).rejects.toThrow(
      "oml retain: this removes the set S for good, so the tenant's name is asked for again: --confirm demo.",
    );
});

test.each([
  [],
  ["--confirm", "dem0"],
  ["--confirm", "demo", "--undo", "--accept"],
  ["--confirm", "demo", "--undo", "--without-set"],
])("does nothing after %j", async (...argv) => {
  await expect(confirm(...argv)).rejects.toThrow(/^oml restore: /);
});

describe("another tenant's set", () => {
  const from = ["--from-tenant", "acme", "--set", "20270115T020000Z-1f2e"];

  it("wants both names", async () => {
    await expect(confirm(...from, "--confirm", "demo from acme")).resolves.toBeUndefined();
    await expect(confirm(...from, "--confirm", "demo")).rejects.toThrow(
      "oml restore: this replaces the data that run by those of acme, so both names are asked for again: " +
        "--confirm 'demo from acme'. Nothing was done.",
    );
  });

  test.each([
    [["--from-tenant", "acme"], "which set of acme? Give --set ID; see: oml backups --tenant acme"],
    [["--from-tenant", "demo", "--set", "S"], "demo is the tenant itself"],
  ])("is named: %j", async (argv, message) => {
    await expect(confirm(...argv, "--confirm", "demo from acme")).rejects.toThrow(message);
  });
});
