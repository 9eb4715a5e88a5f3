import { describe, expect, it } from "vitest";
import { changesOf } from "./changes.ts";
import { duePhases } from "./phases.ts";
import { aComponent, aComponentAnswer, aDesired, aFreshAnswer, anAnswer, APP, VOICE } from "./testing.ts";

const EVERY = ["foundation", "voice", "edge"];
const desired = [
  aDesired("app", {
    components: [
      aComponent({ name: "redis", phase: "foundation" }),
      aComponent({ name: "omnileads", phase: "foundation" }),
      aComponent({ name: "nginx" }),
    ],
  }),
  aDesired("voice"),
];

type AppAnswer = NonNullable<Parameters<typeof anAnswer>[1]>;

/** The phases due where these components of the app host (and of the voice host) are found so. */
function phasesWhere(app: AppAnswer, voice: AppAnswer = {}, resumes = false): unknown {
  const names = ["redis", "omnileads", "nginx"];
  const found = (app.components ?? []).map(({ name }) => name);
  const equal = names.filter((name) => !found.includes(name)).map((name) => aComponentAnswer({ name }));
  const components = [...equal, ...(app.components ?? [])];
  const answers = [anAnswer("app", { ...app, components }), anAnswer("voice", voice)];
  return Object.fromEntries(duePhases({ desired, answers }, changesOf(desired, answers), resumes));
}

describe("duePhases", () => {
  it("asks only the host and the phase in which something differs", () => {
    const nginx = aComponentAnswer({ name: "nginx", differs: ["image"] });
    expect(phasesWhere({ components: [nginx] })).toEqual({ [APP]: ["edge"], [VOICE]: [] });
    const asterisk = aComponentAnswer({ name: "asterisk", differs: ["image"] });
    expect(phasesWhere({}, { components: [asterisk] })).toEqual({ [APP]: [], [VOICE]: ["voice"] });
  });

  it("asks where something is only unhealthy, too", () => {
    const nginx = aComponentAnswer({ name: "nginx", healthy: false });
    expect(phasesWhere({ components: [nginx] })).toEqual({ [APP]: ["edge"], [VOICE]: [] });
  });

  it("looks again at what starts after a component that changes, however far down", () => {
    const redis = aComponentAnswer({ name: "redis", differs: ["image"] });
    expect(phasesWhere({ components: [redis] })).toEqual({ [APP]: ["foundation", "edge"], [VOICE]: [] });
  });

  it("stops in the host's last phase what leaves it", () => {
    expect(phasesWhere({ surplus: ["cron"] }, { surplus: ["rtpengine"] })).toEqual({
      [APP]: ["edge"],
      [VOICE]: ["voice"],
    });
  });

  it("asks every phase of a transaction that is gone on with", () => {
    expect(phasesWhere({}, {}, true)).toEqual({ [APP]: EVERY, [VOICE]: EVERY });
  });

  it("asks every phase where something does not bear the tenant's marker, or nothing was ever committed", () => {
    const missing = phasesWhere({ volumes: [{ name: "oml_postgres", marker: "missing", empty: true }] });
    expect(missing).toEqual({ [APP]: EVERY, [VOICE]: EVERY });
    const answers = [aFreshAnswer("app"), aFreshAnswer("voice")];
    const due = duePhases({ desired, answers }, changesOf(desired, answers), false);
    expect(due.get(APP)).toEqual(EVERY);
  });
});
