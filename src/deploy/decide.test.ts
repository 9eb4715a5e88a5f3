import { describe, expect, it } from "vitest";
import type { Answer } from "./answer.ts";
import { decide, findPreliminaries, type Wishes } from "./decide.ts";
import {
  aComponentAnswer,
  aDesired,
  aFreshAnswer,
  anAnswer,
  APP,
  aSituation,
  NO_WISHES,
  PREPARED,
  VOICE,
} from "./testing.ts";

const wishes = (overrides: Partial<Wishes>) => ({ wishes: { ...NO_WISHES, ...overrides } });
const differing = (name: string, ...differs: string[]) => ({
  components: [aComponentAnswer({ name, differs })],
});
const unhealthy = (name: string) => ({ components: [aComponentAnswer({ name, healthy: false })] });
const web = aComponentAnswer({ name: "nginx", differs: ["image"] });
const postgresql = aComponentAnswer({ name: "postgresql" });

const journal: NonNullable<Answer["journal"]> = {
  transaction: 17,
  token: "open-token",
  release: "b".repeat(64),
  same: true,
  state: "applying",
  by: "ann",
  since: 1,
};
const held = { component: "asterisk", reason: "SIP OPTIONS failed", at: 1, transaction: 16 };

describe("decide", () => {
  it("does nothing where nothing differs and everything is healthy", () => {
    expect(decide(aSituation())).toEqual({ kind: "unchanged" });
  });

  it("begins the next transaction of both hosts with a fresh token", () => {
    const situation = aSituation({ components: [postgresql, web] }, { last_transaction: 20 });
    expect(decide(situation)).toEqual({
      kind: "deploy",
      resumes: false,
      targets: [APP, VOICE].map((host) => ({ host, transaction: 21, token: "fresh-token" })),
      changes: [
        {
          host: APP,
          component: "nginx",
          effect: "restart",
          because: ["image"],
          impact: "web",
          tag: "latest",
        },
      ],
    });
  });

  it("deploys what is equal but unhealthy", () => {
    const decision = decide(
      aSituation({ components: [postgresql, { ...web, differs: [], healthy: false }] }),
    );
    expect(decision).toMatchObject({
      kind: "deploy",
      changes: [{ component: "nginx", because: ["unhealthy"] }],
    });
  });

  it("stops what has left the desired state", () => {
    expect(decide(aSituation({ surplus: ["daphne"] }))).toMatchObject({
      kind: "deploy",
      changes: [{ component: "daphne", effect: "stop" }],
    });
  });

  it("takes silence about a component for its absence", () => {
    expect(decide(aSituation({ components: [postgresql] }))).toMatchObject({
      kind: "deploy",
      changes: [{ component: "nginx", effect: "install", because: ["absent"] }],
    });
  });

  it("marks a host that has lost its marker although nothing differs", () => {
    expect(decide(aSituation({ marker: null }))).toMatchObject({ kind: "deploy", changes: [] });
  });
});

describe("calls", () => {
  it.each([
    ["a difference", differing("asterisk", "image"), { count: 2, detail: "" }],
    ["drift", differing("asterisk", "file:/etc/default/asterisk.env"), { count: 1, detail: "" }],
    ["ill health", unhealthy("asterisk"), { count: 1, detail: "" }],
    ["an unreadable count", differing("asterisk", "env"), { count: null, detail: "AMI refused the login" }],
  ])("postpone %s", (_, voice, calls) => {
    expect(decide(aSituation({}, { ...voice, calls }))).toEqual({
      kind: "postponed",
      components: ["asterisk"],
      calls,
    });
  });

  it("postpone a change on the app host too", () => {
    const desired = [
      aDesired("app", { components: aDesired("voice").components.map((c) => ({ ...c, name: "kamailio" })) }),
      aDesired("voice"),
    ];
    const voice = { calls: { count: 3, detail: "" } };
    expect(decide(aSituation(differing("kamailio", "image"), voice, { desired }))).toMatchObject({
      kind: "postponed",
      components: ["kamailio"],
    });
  });

  it.each([
    ["there are none", differing("asterisk", "image"), { count: 0, detail: "" }, {}],
    ["--now was given", differing("asterisk", "image"), { count: 2, detail: "" }, wishes({ now: true })],
    [
      "it only has to be enabled",
      { components: [aComponentAnswer({ name: "asterisk", differs: ["disabled"] })] },
      { count: 2, detail: "" },
      {},
    ],
    [
      "it is stopped",
      {
        components: [
          aComponentAnswer({ name: "asterisk", differs: ["stopped"], active: "failed", running: null }),
        ],
      },
      { count: 1, detail: "" },
      {},
    ],
  ])("do not hold a change back where %s", (_, voice, calls, rest) => {
    expect(decide(aSituation({}, { ...voice, calls }, rest)).kind).toBe("deploy");
  });

  it("do not hold a change of the web back", () => {
    const situation = aSituation({ components: [postgresql, web] }, { calls: { count: 9, detail: "" } });
    expect(decide(situation).kind).toBe("deploy");
  });
});

describe("a release that was put back", () => {
  const app = { held, components: [postgresql, web] };
  it("is left alone", () => {
    const decision = decide(aSituation(app, { held, ...differing("asterisk", "image") }));
    expect(decision).toEqual({
      kind: "held",
      host: VOICE,
      component: "asterisk",
      reason: "SIP OPTIONS failed",
      transaction: 16,
    });
  });

  it.each([
    ["a person says --retry", { held }, wishes({ retry: true })],
    ["it changed on either host", { held: null }, {}],
  ])("is tried again where %s", (_, voice, rest) => {
    expect(decide(aSituation(app, voice, rest)).kind).toBe("deploy");
  });
});

describe("an open transaction", () => {
  it.each(["staged", "applying", "committing"])(
    "of this release (%s) goes on under its own name",
    (state) => {
      const open = { ...journal, state };
      const lock = { step: "apply", transaction: 17, by: "ann", since: 1 };
      const situation = aSituation({ journal: open, lock, last_transaction: 17 }, { last_transaction: 16 });
      expect(decide(situation)).toMatchObject({
        kind: "deploy",
        resumes: true,
        targets: [APP, VOICE].map((host) => ({ host, transaction: 17, token: "open-token" })),
      });
    },
  );

  it.each([
    ["of another release", { journal: { ...journal, same: false } }, {}],
    ["that was being put back", { journal: { ...journal, state: "putting-back" } }, {}],
    ["that a newer one has overtaken", { journal }, { last_transaction: 18 }],
    ["that is not the other host's", { journal }, { journal: { ...journal, transaction: 16, token: "t" } }],
  ])("%s is put back first", (_, app, voice) => {
    const decision = decide(aSituation(app, voice));
    expect(decision.kind).toBe("put-back");
    expect(decision.kind === "put-back" && decision.targets[0]).toEqual({
      host: APP,
      transaction: 17,
      token: "open-token",
    });
  });

  it("is put back on the hosts that have it, each under its own number", () => {
    const other = { ...journal, transaction: 15, token: "old", same: false };
    expect(decide(aSituation({}, { journal: other }))).toEqual({
      kind: "put-back",
      targets: [{ host: VOICE, transaction: 15, token: "old" }],
      hold: false,
    });
  });

  it("whose put-back was cut short stays remembered as put back", () => {
    const decision = decide(aSituation({ journal: { ...journal, state: "putting-back" } }));
    expect(decision).toMatchObject({ kind: "put-back", hold: true });
  });

  it("of another release that is at work is waited for, and its owner named", () => {
    const lock = { step: "apply", transaction: 17, by: "ann", since: 1 };
    expect(decide(aSituation({ journal: { ...journal, same: false }, lock }))).toEqual({
      kind: "wait",
      host: APP,
      ...lock,
    });
  });
});

describe("host preparation", () => {
  it.each([
    ["it never was", { prepared: null }, {}, [APP]],
    ["its fingerprint changed", { prepared: "older" }, {}, [APP]],
    ["podman is missing", { system: { ...anAnswer("app").system, podman: null } }, {}, [APP]],
    ["a person asks for it", {}, wishes({ prepare: true }), [APP, VOICE]],
  ])("is due where %s", (_, app, rest, hosts) => {
    expect(decide(aSituation(app, { prepared: PREPARED }, rest))).toEqual({ kind: "prepare", hosts });
  });
});

describe("--check", () => {
  it("looks past what would be done first, and names it", () => {
    const situation = aSituation(
      { prepared: null, components: [postgresql, web] },
      { journal: { ...journal, same: false } },
      wishes({ check: true }),
    );
    expect(decide(situation)).toMatchObject({ kind: "deploy", changes: [{ component: "nginx" }] });
    expect(findPreliminaries(situation).map(({ kind }) => kind)).toEqual(["put-back", "prepare"]);
  });
});

describe("a first install", () => {
  it("of two fresh machines goes ahead", () => {
    const answers = [aFreshAnswer("app"), aFreshAnswer("voice")];
    const decision = decide(aSituation({}, {}, { answers }));
    expect(decision).toMatchObject({ kind: "deploy", targets: [{ transaction: 1 }, { transaction: 1 }] });
    const effects = decision.kind === "deploy" ? decision.changes.map(({ effect }) => effect) : [];
    expect(effects).toEqual(["install", "install", "install"]);
  });
});
