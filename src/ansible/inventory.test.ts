import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Host } from "../inventory/tenant.ts";
import type { DesiredState } from "../release/desired.ts";
import { buildInventory, plain } from "./inventory.ts";

const host: Host = {
  name: "omnileads-app",
  role: "app",
  connection: { address: "192.0.2.11", port: 2222, user: "deploy" },
  lan: "10.0.0.1",
  wan: "192.0.2.11",
};

const desired: DesiredState<string> = {
  format: 1,
  tenant: "demo",
  role: "app",
  host: "omnileads-app",
  release: "a".repeat(64),
  complete: true,
  components: [],
  certificates: null,
  calls: null,
  marks: [],
};

describe("buildInventory", () => {
  it("says how to reach a host, and nothing of the tenant's in plain text", () => {
    const text = buildInventory([{ host, desired, variables: { oml_transaction: 7 } }], { oml_by: "ann" });
    const { all } = JSON.parse(text);
    const { oml_desired, ...rest } = all.hosts["omnileads-app"];
    expect(rest).toEqual({
      ansible_host: "192.0.2.11",
      ansible_port: 2222,
      ansible_user: "deploy",
      ansible_python_interpreter: "/usr/bin/python3",
      oml_transaction: 7,
    });
    expect(all.vars).toEqual({ oml_by: "ann" });
    expect(JSON.parse(gunzipSync(Buffer.from(oml_desired, "base64")).toString())).toEqual(desired);
  });
});

describe("plain", () => {
  it("leaves nothing that Ansible would evaluate", () => {
    expect(plain("a {{ lookup('pipe', 'id') }}\n{% raw %}")).toBe("a lookup('pipe', 'id') % raw %");
  });
});
