import { describe, expect, it } from "vitest";
import { decide, findPreliminaries, type Wishes } from "./decide.ts";
import {
  aComponentAnswer,
  aJournal,
  aDesired,
  aFreshAnswer,
  anAnswer,
  APP,
  aSituation,
  NO_WISHES,
  PREPARED,
  RELEASE,
  SOURCE,
  VOICE,
} from "./testing.ts";

const wishes = (overrides: Partial<Wishes>) => ({ wishes: { ...NO_WISHES, ...overrides } });
const differing = (name: string, ...differs: string[]) => ({
  components: [aComponentAnswer({ name, differs })],
});
const unhealthy = (name: string) => ({ components: [aComponentAnswer({ name, healthy: false })] });
const web = aComponentAnswer({ name: "nginx", differs: ["image"] });
const postgresql = aComponentAnswer({ name: "postgresql" });

const held = { component: "asterisk", reason: "SIP OPTIONS failed", at: 1, transaction: 16 };

describe("decide", () => {
  it("does nothing where nothing differs and everything is healthy", () => {
    expect(decide(aSituation())).toEqual({ kind: "unchanged", note: [] });
    const none = { commit: null, unreviewed: null };
    expect(decide(aSituation({}, {}, { source: none }))).toEqual({ kind: "unchanged", note: [] });
  });

  it.each([
    ["an older commit", { commit: "b".repeat(40), unreviewed: null }],
    ["files that no commit names", { commit: null, unreviewed: null }],
  ])(
    "has hosts note %s that a person deploys behind theirs, so that it is refused only once",
    (_, source) => {
      const precedents = [APP, VOICE].map((host) => ({ host, source: SOURCE, relation: "older" as const }));
      expect(decide(aSituation({}, {}, { source, precedents })).kind).toBe("refused");
      const wishes = { ...NO_WISHES, allowOlder: true };
      const target = { transaction: 17, token: "fresh-token" };
      expect(decide(aSituation({}, {}, { source, precedents, wishes }))).toEqual({
        kind: "unchanged",
        note: [APP, VOICE].map((host) => ({ host, ...target })),
      });
      const noted = { committed: { transaction: 17, release: RELEASE, source, schema: null } };
      expect(decide(aSituation(noted, noted, { source }))).toEqual({ kind: "unchanged", note: [] });
    },
  );

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
      phases: new Map<string, string[]>([
        [APP, ["edge"]],
        [VOICE, []],
      ]),
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

  it("marks data that has lost its marker although nothing differs, where a person accepts it", () => {
    const volumes = [{ name: "oml_postgres", marker: "missing" as const }];
    const wishes = { ...NO_WISHES, newData: true };
    expect(decide(aSituation({ volumes }))).toMatchObject({ kind: "refused" });
    expect(decide(aSituation({ volumes }, {}, { wishes }))).toMatchObject({ kind: "deploy", changes: [] });
  });

  it("commits a first install that nothing differs from any more", () => {
    expect(decide(aSituation({}, { committed: null }))).toMatchObject({ kind: "deploy", changes: [] });
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
      waited: 0,
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
  const app = { held: { ...held, component: null }, components: [postgresql, web] };
  it.each([
    ["is left alone", app],
    ["is left alone while what failed in it is the same", { ...app, held: null }],
  ])("%s", (_, answer) => {
    const decision = decide(aSituation(answer, { held, ...differing("asterisk", "image") }));
    expect(decision).toEqual({ kind: "held", host: VOICE, ...held, at: undefined, unhealthy: [] });
  });

  it("is left alone as a whole where no component is to blame", () => {
    const decision = decide(aSituation(app, { held: { ...held, component: null } }));
    expect(decision).toMatchObject({ kind: "held", host: APP, component: null });
  });

  it("does not keep a component that merely stands still from being started", () => {
    expect(
      decide(
        aSituation({ held: { ...held, component: null } }, { held, ...differing("asterisk", "stopped") }),
      ).kind,
    ).toBe("deploy");
  });

  it.each([
    ["a person says --retry", { held }, wishes({ retry: true })],
    ["what failed has changed", { held: null }, {}],
  ])("is tried again where %s", (_, voice, rest) => {
    expect(decide(aSituation(app, voice, rest)).kind).toBe("deploy");
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
      { journal: aJournal({ same: false }) },
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
