import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "./secret.ts";

test("a secret shows in no text of any kind, and reveals itself when asked", () => {
  const secret = Secret.of("hunter2");
  const texts = [String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret }), "" + secret];
  for (const text of texts) expect(text).not.toContain("hunter2");
  expect(inspect(secret, { showHidden: true, depth: 9 })).not.toContain("hunter2");
  expect(secret.reveal()).toBe("hunter2");
  expect(secret.isSealed).toBe(false);
});

test("a sealed secret has no value", () => {
  expect(Secret.sealed().isSealed).toBe(true);
  expect(Secret.sealed().reveal()).toBeUndefined();
  expect(Secret.sealed("$ANSIBLE_VAULT;…").vaulted).toBe("$ANSIBLE_VAULT;…");
});
