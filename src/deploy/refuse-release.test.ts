import { describe, expect, it } from "vitest";
import type { Answer } from "./answer.ts";
import { decide, type Situation } from "./decide.ts";
import {
  aComponentAnswer,
  aJournal,
  anAnswer,
  aSituation,
  APP,
  IDLE,
  NO_WISHES,
  RELEASE,
  VOICE,
} from "./testing.ts";
import { refuseOlder, sourcesOf, type Precedent } from "./refuse-release.ts";

const theirs = { commit: "d".repeat(40), unreviewed: "outage" };
const older: Precedent = { host: VOICE, source: theirs, relation: "older" };

describe("a commit older than the hosts'", () => {
  it("is refused before anything else is done, with what runs and what to type", () => {
    const committed = { transaction: 16, release: "another", source: theirs, schema: null };
    const decision = decide(aSituation({ prepared: null }, { committed }, { precedents: [older] }));
    expect(decision).toMatchObject({
      kind: "refused",
      host: VOICE,
      reason: "it runs commit dddddddddd (unreviewed: outage), which is newer than commit cccccccccc",
      remedy: expect.stringContaining("--allow-older") as string,
    });
  });
  it("is refused where git cannot tell", () => {
    const source = { commit: null, unreviewed: "not in git" };
    const decision = decide(aSituation({}, {}, { source, precedents: [{ ...older, relation: "unknown" }] }));
    expect(decision).toMatchObject({
      kind: "refused",
      reason: expect.stringMatching(/git cannot tell .* newer than files that no commit names/) as string,
    });
  });
  it("is told where an unreviewed commit has to go that git does not know, and only of such a one", () => {
    const remedyFor = (unreviewed: string | null) => {
      const precedent = { host: VOICE, source: { ...theirs, unreviewed }, relation: "unknown" } as const;
      return refuseOlder([precedent], { commit: "c".repeat(40), unreviewed: null }, false)?.remedy;
    };
    expect(remedyFor("outage")).toMatch(/push it or merge it without squashing.*dispatch: allow-older/);
    expect(remedyFor(null)).toMatch(/^Fetch it/);
  });
  it("is noted where it has the release that was deployed before its review, and in no other case", () => {
    const kindOf = (change: Partial<Answer>, situation: Partial<Situation> = {}): string => {
      const committed = { transaction: 16, release: RELEASE, source: theirs, schema: null };
      const precedents = [APP, VOICE].map((host): Precedent => ({
        host,
        source: theirs,
        relation: "unknown",
      }));
      return decide(aSituation({ committed }, { committed, ...change }, { precedents, ...situation })).kind;
    };
    const reviewed = { commit: "d".repeat(40), unreviewed: null };
    const differing = [aComponentAnswer({ name: "asterisk", differs: ["env"] })];
    expect(kindOf({})).toBe("unchanged");
    expect(kindOf({ committed: { transaction: 16, release: "other", source: theirs, schema: null } })).toBe(
      "refused",
    );
    expect(kindOf({ components: differing })).toBe("refused");
    expect(kindOf({ journal: aJournal({ source: theirs }) })).toBe("refused");
    expect(kindOf({}, { source: { commit: "c".repeat(40), unreviewed: "outage" } })).toBe("refused");
    expect(kindOf({}, { precedents: [{ ...older, source: reviewed }] })).toBe("refused");
  });
  it("goes ahead where a person says so", () => {
    const wishes = { ...NO_WISHES, allowOlder: true };
    expect(decide(aSituation({}, {}, { wishes, precedents: [older] }))).toMatchObject({ kind: "unchanged" });
  });
  it("is measured by what is open too", () => {
    const committed = { transaction: 16, release: RELEASE, source: theirs, schema: null };
    const answer = anAnswer("app", {
      committed,
      journal: aJournal({ source: { commit: "e", unreviewed: null } }),
    });
    expect(sourcesOf(answer).map(({ commit }) => commit)).toEqual(["e", theirs.commit]);
    expect(sourcesOf(anAnswer("app", { committed: null }))).toEqual([]);
  });
});

describe("an application older than the database", () => {
  const schema = {
    component: "omnileads",
    tag: "face6cfa",
    fingerprint: "0123456789abcdef",
    ahead: ["oml.0002_x"],
  };
  const nginx = [aComponentAnswer({ name: "postgresql" }), aComponentAnswer({ differs: ["image"] })];

  it("is refused with both choices", () => {
    expect(decide(aSituation({ schema, components: nginx }))).toMatchObject({
      kind: "refused",
      host: APP,
      reason: "the database is ahead of omnileads's release face6cfa by 1 migration (oml.0002_x)",
      remedy: expect.stringMatching(/Restore a backup.*'allow-schema-ahead: 0123456789abcdef'/) as string,
    });
  });
  it("is deployed where that very schema was allowed", () => {
    const allowed = { allowSchemaAhead: "0123456789abcdef" };
    expect(decide(aSituation({ schema, components: nginx }, {}, allowed))).toMatchObject({ kind: "deploy" });
    const other = { allowSchemaAhead: "ffffffffffffffff" };
    expect(decide(aSituation({ schema, components: nginx }, {}, other))).toMatchObject({ kind: "refused" });
  });
});

describe("voice_changes", () => {
  const asterisk = { components: [aComponentAnswer({ name: "asterisk", differs: ["image"] })] };
  const busy = { ...asterisk, calls: { count: 2, detail: "" } };
  const noon = Date.parse("2024-05-01T12:00:00Z") / 1000;

  it("wait for calls to end as long as they say, then postpone", () => {
    const voice = { ...IDLE, wait: 900 };
    const waiting = decide(aSituation({}, busy, { voice, waited: 60 }));
    expect(waiting).toMatchObject({ kind: "calls-up", left: 840, components: ["asterisk"] });
    expect(decide(aSituation({}, busy, { voice, waited: 900 }))).toMatchObject({
      kind: "postponed",
      waited: 900,
    });
  });
  it("keep their hours, calls or not", () => {
    const voice = { ...IDLE, when: "window" } as const;
    const closed = { kind: "closed", window: "22:00-06:00", components: ["asterisk"] };
    expect(decide(aSituation({}, asterisk, { voice, now: noon }))).toMatchObject(closed);
    const night = { voice, now: noon + 11 * 3600 };
    expect(decide(aSituation({}, asterisk, night))).toMatchObject({ kind: "deploy" });
    expect(decide(aSituation({}, busy, night))).toMatchObject({ kind: "postponed" });
  });
  it("let what carries no call pass at any hour", () => {
    const voice = { ...IDLE, when: "window" } as const;
    const nginx = [aComponentAnswer({ name: "postgresql" }), aComponentAnswer({ differs: ["image"] })];
    expect(decide(aSituation({ components: nginx }, {}, { voice, now: noon }))).toMatchObject({
      kind: "deploy",
    });
  });
  it("of `now`, like --now, do not wait", () => {
    expect(decide(aSituation({}, busy, { voice: { ...IDLE, when: "now" } }))).toMatchObject({
      kind: "deploy",
    });
    const wishes = { ...NO_WISHES, now: true };
    const voice = { ...IDLE, when: "window" } as const;
    expect(decide(aSituation({}, busy, { wishes, voice, now: noon }))).toMatchObject({ kind: "deploy" });
  });
});
