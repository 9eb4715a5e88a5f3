import { describe, expect, test } from "vitest";
import { findCandidates, type Question, type Since } from "./candidates.ts";
import { commit, record, TOOLKIT } from "./testing.ts";

const TENANTS = ["acme", "beta", "demo"];
const settled = TENANTS.map((name) => record(name, "unchanged"));

function since(...files: readonly string[]): Since {
  return { commit: commit(1), isAncestor: true, files };
}

function find(change: Partial<Question> = {}) {
  const records = new Map(settled.map((item) => [item.tenant, item]));
  const trigger = { kind: "push" } as const;
  const sinceRecord = new Map();
  const rest = {
    tenants: TENANTS,
    records,
    since: since(),
    sinceRecord,
    prefix: "instances/",
    toolkit: TOOLKIT,
  };
  return findCandidates({ trigger, ...rest, ...change });
}

function names(change: Partial<Question>): readonly string[] {
  const found = find(change);
  return found.ok ? found.names : [found.message];
}

describe("a schedule", () => {
  test("looks at every tenant, whatever changed", () => {
    expect(names({ trigger: { kind: "schedule" } })).toEqual(TENANTS);
  });
});

describe("a dispatch", () => {
  const dispatch = (...tenants: readonly string[]) => names({ trigger: { kind: "dispatch", tenants } });
  test("looks at those named, each once", () =>
    expect(dispatch("demo", " acme", "demo")).toEqual(["acme", "demo"]));
  test("looks at all that were asked for", () => expect(dispatch("all")).toEqual(TENANTS));
  test("needs a name", () =>
    expect(dispatch("", " ")).toEqual([
      "No tenant is named. Name some, or write all. Nothing was deployed.",
    ]));
  test("refuses a name that is none, and does nothing at all", () => {
    expect(dispatch("acme", "dem0", "zzz")).toEqual([
      "No tenant at the branch's tip is called 'dem0' (did you mean demo?), 'zzz'. Nothing was deployed.",
    ]);
  });
});

describe("a push", () => {
  test("looks at tenants whose files changed", () => {
    const found = find({ since: since("instances/acme/inventory.yml", "docs/x.md", "instances/README.md") });
    expect(found).toMatchObject({ names: ["acme"], why: { acme: "its files changed" }, removed: [] });
  });

  test.each(["postponed", "superseded", "rolled-back", "interrupted", "refused", "unreachable"] as const)(
    "looks at a tenant whose last deploy ended %s",
    (outcome) => {
      const records = new Map([...settled, record("beta", outcome)].map((item) => [item.tenant, item]));
      expect(names({ records })).toEqual(["beta"]);
    },
  );

  test("looks at a tenant without a record", () => {
    expect(find({ records: new Map() })).toMatchObject({ why: { demo: "no deploy of it is recorded" } });
  });

  test("looks at a tenant that another run is at work on", () => {
    expect(find({ underWay: new Set(["beta"]) })).toMatchObject({
      why: { beta: "another run is at work on it" },
    });
  });

  test("looks at tenants that another toolkit deployed", () => {
    expect(names({ toolkit: commit(9) })).toEqual(TENANTS);
  });

  test.each([
    "src/release/render.ts",
    "playbooks/deploy.yml",
    "actions/deploy/action.yml",
    "package-lock.json",
    "requirements.txt",
    "instances/fleet.yml",
  ])("that changes %s looks at all", (file) => {
    expect(find({ since: since("docs/x.md", file) })).toMatchObject({
      names: TENANTS,
      why: { acme: `${file} changed, which every tenant's release depends on` },
    });
  });

  test.each<[string, Since, string]>([
    [
      "nothing was deployed yet",
      { commit: null, isAncestor: null, files: null },
      "no fully successful deploy yet",
    ],
    [
      "the branch was rewritten",
      { commit: commit(1), isAncestor: false, files: null },
      "no longer holds 00000000",
    ],
    ["git does not know the commit", { commit: commit(1), isAncestor: null, files: null }, "git cannot tell"],
    ["git cannot compare", { commit: commit(1), isAncestor: true, files: null }, "git cannot tell"],
  ])("looks at all where %s", (_name, unknown, reason) => {
    const found = find({ since: unknown });
    expect(found).toMatchObject({
      names: TENANTS,
      why: { demo: expect.stringContaining(reason) as unknown },
    });
  });

  test("looks at a tenant that was given what the branch took back", () => {
    const later = record("beta", "deployed", { commit: commit(2) });
    const records = new Map([...settled, later].map((item) => [item.tenant, item]));
    const changed = (...files: readonly string[]) =>
      new Map([[commit(2), { ...since(...files), commit: commit(2) }]]);
    expect(names({ records, sinceRecord: changed("instances/beta/inventory.yml") })).toEqual(["beta"]);
    expect(names({ records, sinceRecord: changed("src/release/render.ts") })).toEqual(["beta"]);
    expect(names({ records, sinceRecord: changed("instances/acme/inventory.yml") })).toEqual([]);
    expect(names({ records })).toEqual(["beta"]);
  });

  test("names tenants whose folder is gone, and looks at none of them", () => {
    const files = [
      "instances/old/inventory.yml",
      "instances/old/known_hosts",
      "instances/notes/x.txt",
      "instances/demo/inventory.yml",
    ];
    expect(find({ since: since(...files) })).toMatchObject({ names: ["demo"], removed: ["old"] });
  });

  test("of a fleet at its repository's root maps the first folder", () => {
    const found = find({ prefix: "", since: since("acme/inventory.yml", "gone/inventory.yml", "README.md") });
    expect(found).toMatchObject({ names: ["acme"], removed: ["gone"] });
  });

  test("knows no tenant by the name of an object's own properties", () => {
    expect(
      names({
        tenants: ["constructor"],
        records: new Map([["constructor", record("constructor", "deployed")]]),
      }),
    ).toEqual([]);
  });
});
