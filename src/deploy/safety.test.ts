import { describe, expect, test, vi } from "vitest";
import type { ComponentAnswer } from "./answer.ts";
import { decide } from "./decide.ts";
import { check } from "./check.ts";
import { deploy } from "./deploy.ts";
import type { Edges } from "./edges.ts";
import { OTHERWISE, type Safety, type Taken } from "./safety.ts";
import { answers, books, both, order, recorded } from "./testing-edges.ts";
import {
  aComponent,
  aComponentAnswer,
  aDeed,
  aDesired,
  aJournal,
  anAnswer,
  aSituation,
  aStep,
} from "./testing.ts";

const SET = "20270115T020000Z-1f2e";
const DATABASE = [{ kind: "database", marker: "ours", detail: "" }] as const;
const on = (taken: Taken): Safety => ({ kind: "on", take: async () => taken });
const DESIRED = [
  aDesired("app", {
    components: [
      aComponent({ name: "postgresql", impact: "data" }),
      aComponent({ name: "omnileads" }),
      aComponent({ name: "nginx" }),
    ],
  }),
  aDesired("voice"),
];

/** A tenant with a database whose components differ so on the app host. */
function differing(
  components: Readonly<Record<string, readonly string[]>>,
  rest: Partial<ReturnType<typeof anAnswer>> = {},
) {
  const found = ["postgresql", "omnileads", "nginx"].map((name): ComponentAnswer =>
    aComponentAnswer({ name, differs: [...(components[name] ?? [])] }),
  );
  return { components: found, marks: [...DATABASE], ...rest };
}

const situation = (app: ReturnType<typeof differing>, safety: Safety = on({ ok: true, set: SET })) =>
  aSituation(app, {}, { desired: DESIRED, safety });

describe("a set is taken before a deploy", () => {
  test.each([
    ["brings another application", { omnileads: ["image"] }, ["omnileads"]],
    ["brings another database server", { postgresql: ["image"], nginx: ["image"] }, ["postgresql"]],
    ["gives the application another setting", { omnileads: ["env", "stopped"] }, ["omnileads"]],
  ])("that %s", (_name, components, risky) => {
    expect(decide(situation(differing(components)))).toMatchObject({ kind: "secure", components: risky });
  });

  test.each([
    ["touches no data", differing({ nginx: ["image"] })],
    ["only starts what stands still", differing({ omnileads: ["stopped"] })],
    ["enables a unit", differing({ postgresql: ["disabled"] })],
    [
      "finds an empty database where another tool was",
      differing(
        { omnileads: ["image"] },
        { committed: null, marker: null, marks: [{ ...DATABASE[0], marker: "missing", empty: true }] },
      ),
    ],
    [
      "finds no database",
      differing({ omnileads: ["image"] }, { marks: [{ ...DATABASE[0], marker: "absent" }] }),
    ],
    ["is the first one that ends", differing({ omnileads: ["image"] }, { committed: null })],
  ])("not before one that %s", (_name, app) => {
    expect(decide(situation(app))).toMatchObject({ kind: "deploy" });
  });

  test.each([
    ["before it takes over what another tool installed", { marker: null }],
    ["when that failed before", { adopted: true }],
  ])("%s", (_name, host) => {
    const marks = [{ ...DATABASE[0], marker: "missing", empty: false } as const];
    const app = differing({ postgresql: ["command"] }, { committed: null, marks, ...host });
    expect(decide(situation(app))).toMatchObject({ kind: "secure", components: ["postgresql"] });
  });

  test("once in a run", () => {
    const taken = { ...situation(differing({ omnileads: ["image"] })), safetySet: SET };
    expect(decide(taken)).toMatchObject({ kind: "deploy" });
  });

  test("of a database that does not answer too", () => {
    const app = differing({ omnileads: ["image"] }, { marks: [{ ...DATABASE[0], marker: "unreadable" }] });
    expect(decide(situation(app))).toMatchObject({ kind: "secure" });
  });

  test("which is refused where no set could be taken, and goes on where nothing is at risk", () => {
    const impossible: Safety = { kind: "impossible", reason: "tenant.yml has no password" };
    expect(decide(situation(differing({ omnileads: ["image"] }), impossible))).toMatchObject({
      kind: "refused",
      reason: "omnileads would be changed, and no backup set can be taken before",
      remedy: `tenant.yml has no password. ${OTHERWISE}`,
    });
    expect(decide(situation(differing({ nginx: ["image"] }), impossible))).toMatchObject({ kind: "deploy" });
  });

  test("unless tenant.yml does without", () => {
    expect(decide(situation(differing({ omnileads: ["image"] }), { kind: "off" }))).toMatchObject({
      kind: "deploy",
    });
  });
});

const RISKY = answers(differing({ omnileads: ["image"] }));
const orderWith = (safety: Safety) => ({ ...order, desired: DESIRED, safety });

describe("a deploy that touches data", () => {
  test("takes the set, asks anew, deploys, and reports the set", async () => {
    const steps = ["stage", "apply", "commit"] as const;
    const world = recorded(RISKY, RISKY, both(...steps.map((step) => aStep(step))));
    const report = await deploy(orderWith(on({ ok: true, set: SET })), world);
    expect(report).toMatchObject({ outcome: "deployed", safetySet: SET });
    expect(books(world)).toEqual(["ask.yml", "ask.yml", "deploy.yml"]);
    expect(world.said.join("\n")).toContain(`the set ${SET} is stored and read back`);
  });

  test("names the set where it is put back", async () => {
    const bad = aStep("apply", {
      ok: false,
      status: "failed",
      message: "sick",
      components: [aDeed("omnileads", "restarted")],
    });
    const back = aStep("put_back", { components: [aDeed("omnileads", "put back")] });
    const world = recorded(RISKY, RISKY, both(aStep("stage"), bad, back));
    const report = await deploy(orderWith(on({ ok: true, set: SET })), world);
    expect(report.outcome).toBe("rolled-back");
    expect(report.reason).toContain("The data as they were on 2027-01-15 at 02:00 UTC are in the set");
    expect(report.reason).toContain(`oml restore --tenant demo --set ${SET}`);
  });

  test("names the set of the run that it goes on for", async () => {
    const journal = aJournal({ safety_set: SET });
    const open = answers({ ...differing({ omnileads: ["image"] }), journal });
    const world = recorded(open, both(aStep("apply", { ok: false, status: "failed", message: "sick" })));
    const report = await deploy(orderWith(on({ ok: true, set: "another" })), world);
    expect(report).toMatchObject({ outcome: "failed", safetySet: SET });
    expect(report.reason).toContain(`oml restore --tenant demo --set ${SET}`);
    expect(books(world)).toEqual(["ask.yml", "deploy.yml"]);
    expect(world.plays.at(-1)?.variables).toMatchObject({ oml_safety_set: SET });
    expect(world.said.join("\n")).toContain(`going on with transaction 17, before which the set ${SET}`);
  });

  test("takes another where the first has become old meanwhile", async () => {
    const world = recorded(RISKY, RISKY, RISKY, both(aStep("stage"), aStep("commit")));
    const play: Edges["play"] = async (asked) => {
      if (world.plays.length === 1) await world.sleep(901);
      return world.play(asked);
    };
    const sets = ["first", "second"];
    const take = async (): Promise<Taken> => ({ ok: true, set: sets.shift() ?? "a third" });
    const report = await deploy(orderWith({ kind: "on", take }), { ...world, play });
    expect(report).toMatchObject({ outcome: "deployed", safetySet: "second" });
  });

  test("ends where no set could be taken: no component was touched", async () => {
    const taken: Taken = { ok: false, end: ["refused", "No set."] };
    const world = recorded(RISKY);
    expect(await deploy(orderWith(on(taken)), world)).toMatchObject({
      outcome: "refused",
      reason: "No set.",
      safetySet: null,
    });
    expect(books(world)).toEqual(["ask.yml"]);
  });

  test("says in a check that it would take one, and takes none", async () => {
    const take = vi.fn<() => Promise<Taken>>();
    const report = await check(orderWith({ kind: "on", take }), recorded(RISKY));
    expect(report).toMatchObject({ would: "deploy" });
    expect(report.first).toEqual(["take a backup set and read it back, since omnileads will be changed"]);
    expect(take).not.toHaveBeenCalled();
  });

  test("says in a report, and in a check, that it takes over what another tool installed", async () => {
    const found = answers(differing({ nginx: ["command"] }, { committed: null, marker: null }));
    const notice = "omnileads-app runs what another tool installed; a deploy takes it over with its data";
    const told = await check(orderWith(on({ ok: true, set: SET })), recorded(found));
    expect(told.notices).toContain(notice);
    const failed = both(aStep("stage", { ok: false, status: "failed", message: "no" }));
    const report = await deploy(orderWith(on({ ok: true, set: SET })), recorded(found, failed));
    expect(report.notices).toContain(notice);
  });

  test("says in every report that a tenant does without", async () => {
    const world = recorded(answers());
    const report = await deploy({ ...order, safety: { kind: "off" } }, world);
    expect(report).toMatchObject({ outcome: "unchanged" });
    expect(report.notices.join()).toContain("safety_backup: off");
  });
});
