import { describe, expect, it } from "vitest";
import type { DataStep } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import { findRefusal } from "./refuse.ts";
import { aDesired, aFreshAnswer, anAnswer, APP, VOICE } from "./testing.ts";

const database = (managed: boolean): DataStep<unknown> => ({
  kind: "database",
  managed,
  host: "db.example",
  port: 5432,
  user: "omnileads",
  password: [],
  ssl: true,
  name: "omnileads",
  maintenance: "postgres",
  extensions: [],
});
const desired = (managed = false) => [aDesired("app", { marks: [database(managed)] }), aDesired("voice")];
const mark = (marker: Answer["marks"][number]["marker"], detail = "") => ({
  marks: [{ kind: "database" as const, marker, detail }],
});
const volume = (marker: Answer["volumes"][number]["marker"]) => ({
  volumes: [{ name: "oml_postgres", marker }],
});
const find = (app: Answer, newData = false, managed = false, voice: Answer = anAnswer("voice")) =>
  findRefusal("demo", desired(managed), [app, voice], newData);

describe("the marker of a host", () => {
  it("of another tenant is refused whatever is asked", () => {
    const app = anAnswer("app", { marker: { tenant: "acme", role: "app" } });
    expect(find(app, true)).toMatchObject({ host: APP, reason: expect.stringContaining("tenant acme") });
  });

  it("of the other role is refused: swapped addresses", () => {
    const app = anAnswer("app", { marker: { tenant: "demo", role: "voice" } });
    const voice = anAnswer("voice", { marker: { tenant: "demo", role: "app" } });
    expect(find(app, true, false, voice)).toMatchObject({
      host: APP,
      reason: expect.stringContaining("voice host"),
    });
  });

  it("on one host is looked at before any data of the other", () => {
    const voice = anAnswer("voice", { marker: { tenant: "acme", role: "voice" } });
    expect(find(anAnswer("app", volume("absent")), false, false, voice)).toMatchObject({ host: VOICE });
  });
});

describe("a host that no deploy was finished on", () => {
  it("is not begun with a part of a release", () => {
    const part = desired().map((state) => ({ ...state, complete: false }));
    const of = (app: Answer) => findRefusal("demo", part, [app, anAnswer("voice")], false);
    expect(of(anAnswer("app"))).toBeUndefined();
    expect(of(anAnswer("app", { committed: null }))?.remedy).toContain("without --component");
  });
});

describe("data of a host that was deployed before", () => {
  it.each([
    ["an absent volume", volume("absent"), "volume oml_postgres does not exist"],
    ["an unmarked volume", volume("missing"), "volume oml_postgres carries no marker"],
    ["a foreign volume", volume("foreign"), "volume oml_postgres carries another tenant's marker"],
    ["an unmarked database", mark("missing"), "database omnileads carries no marker"],
    ["an absent database", mark("absent"), "database omnileads does not exist"],
    ["a foreign database", mark("foreign"), "database omnileads carries another tenant's marker"],
  ])("is refused where it is %s, unless new data is meant", (_, app, words) => {
    expect(find(anAnswer("app", app))?.reason).toContain(words);
    expect(find(anAnswer("app", app))?.remedy).toContain("--new-data");
    expect(find(anAnswer("app", app), true)).toBeUndefined();
  });

  it("is not called lost while nobody can tell: podman is installed first", () => {
    const { system } = anAnswer("app");
    const app = anAnswer("app", { ...volume("absent"), system: { ...system, podman: null } });
    expect(find(app)).toBeUndefined();
  });

  it("is fine where it carries the tenant's marker", () => {
    expect(find(anAnswer("app", { ...volume("ours"), ...mark("ours") }))).toBeUndefined();
  });
});

describe("data of a host that was never deployed", () => {
  it.each([
    ["nothing there", {}],
    ["an unmarked volume and database: a tenant to adopt", { ...volume("missing"), ...mark("missing") }],
    ["this tenant's own data: a replaced machine", { ...volume("absent"), ...mark("ours") }],
  ])("is taken with %s", (_, app) => {
    expect(find(aFreshAnswer("app", app))).toBeUndefined();
  });

  it.each([
    ["volume", volume("foreign")],
    ["database", mark("foreign", "oml-tenant:acme")],
  ])("is refused where the %s belongs to another tenant", (kind, app) => {
    expect(find(aFreshAnswer("app", app))?.reason).toContain(kind);
  });

  it("is taken while an unfinished first install goes on", () => {
    const app = aFreshAnswer("app", { marker: { tenant: "demo", role: "app" }, ...volume("absent") });
    expect(find(app)).toBeUndefined();
  });
});

describe("a data service that cannot be read", () => {
  const unreadable = mark("unreadable", "connection refused");
  it("is refused and named where it is a managed one", () => {
    const reason = "the managed database omnileads cannot be read: connection refused";
    expect(find(anAnswer("app", unreadable), true, true)?.reason).toBe(reason);
    expect(find(aFreshAnswer("app", unreadable), false, true)?.reason).toBe(reason);
  });

  it("waits for podman where the host has none yet", () => {
    const system = { ...anAnswer("app").system, podman: null };
    expect(find(aFreshAnswer("app", { ...unreadable, system }), false, true)).toBeUndefined();
  });

  it("is no obstacle where this deploy is to start it", () => {
    expect(find(anAnswer("app", unreadable))).toBeUndefined();
  });
});
