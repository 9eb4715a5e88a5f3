import { describe, expect, test } from "vitest";
import type { TenantRecord } from "../fleet/record.ts";
import { NO_FACTS } from "./facts.ts";
import { changeOf, digestOf, planOf } from "./testing.ts";

const OMLAPP = "docker.io/omnileads/omlapp:latest";
const RECORD: TenantRecord = {
  tenant: "demo",
  outcome: "deployed",
  commit: "1".repeat(40),
  release: "f",
  finished: "2026-01-01T00:00:00Z",
  since: "2026-01-01T00:00:00Z",
  run: "https://github.example/1",
  reason: "",
};

describe("an application that goes back", () => {
  const now =
    changeOf(planOf({}, { digests: { [OMLAPP]: digestOf("a") } }), "omnileads").image?.from?.digest ?? "";
  const history = { digests: new Map([["omnileads", [digestOf("a"), now]]]), states: [] };
  const ran = (digest: string, schema: string, finished: string): TenantRecord => ({
    ...RECORD,
    images: { omnileads: digest },
    schema,
    finished,
  });
  const [older, newer] = ["0123456789abcdef", "fedcba9876543210"];
  const notes = (records: readonly TenantRecord[], text = "") => {
    const sources = { tenantFile: { path: "tenant.yml", text: `safety_backup: off\n${text}` } };
    const facts = { ...NO_FACTS, history, records };
    return planOf({ sources }, { digests: { [OMLAPP]: digestOf("a") } }, facts).notes.join();
  };
  const migrated = [
    ran(digestOf("a"), older, "2026-01-01T00:00:00Z"),
    ran(now, newer, "2026-01-02T00:00:00Z"),
  ];

  test("will be refused where records know a newer schema, with the choices", () => {
    expect(notes(migrated)).toMatch(
      /will be refused.*Restore a backup.*allow-schema-ahead: fedcba9876543210/,
    );
  });

  test("is not, where tenant.yml allows that schema", () => {
    const allowed = notes(migrated, `allow-schema-ahead: ${newer}`);
    expect(allowed).not.toContain("will be refused");
    expect(notes(migrated, `allow-schema-ahead: ${older}`)).toContain("will be refused");
  });

  test("is not, where the schema stayed the same; where no record tells, that is said", () => {
    const same = [ran(digestOf("a"), newer, "2026-01-01T00:00:00Z"), ran(now, newer, "2026-01-02T00:00:00Z")];
    expect(notes(same)).not.toContain("refused");
    expect(notes([])).toContain("No record tells");
  });
});
