import { describe, expect, it } from "vitest";
import type { ResultEvent } from "../ansible/events.ts";
import type { Playbook } from "../deploy/edges.ts";
import { judgeBackup, type BackupEnd } from "./judge.ts";

const APP = "omnileads-app";
const VOICE = "omnileads-voice";
const DONE: BackupEnd = ["backed-up", "done"];

const said = (host: string, backup: string, status = "done", rest: object = {}): ResultEvent => ({
  event: "result",
  host,
  task: backup,
  changed: false,
  failed: false,
  unreachable: false,
  result: { format: 1, backup, set: "S", ok: status === "done", status, message: "it went so", ...rest },
});
const away: ResultEvent = {
  ...said(VOICE, "files"),
  result: undefined,
  unreachable: true,
  message: "no route",
};
const broken: ResultEvent = { ...said(APP, "begin"), result: undefined, failed: true, message: "no python" };

const judge = (results: readonly ResultEvent[], isStopped = false, playbook: Playbook = "backup.yml") =>
  judgeBackup(
    { results, code: isStopped ? null : 0, noise: [] },
    playbook,
    [["verify", "omnileads-app"]],
    DONE,
    isStopped,
  );

const whole = [said(APP, "begin"), said(VOICE, "files"), said(APP, "database"), said(APP, "verify")];

describe("a restore of which no set could be taken before", () => {
  const checked = [said(APP, "look"), said(VOICE, "look"), said(APP, "check"), said(APP, "begin")];
  const endWith = (rest: object, step = "files") =>
    judge([...checked, said(VOICE, step, "failed", rest)], false, "restore.yml");

  it("says that the one that was asked for is not concerned, and how to do without", () => {
    for (const step of ["begin", "files", "database", "verify"]) {
      const [outcome, reason] = endWith({}, step);
      expect(outcome).toBe("failed");
      expect(reason).toMatch(/^omnileads-voice: it went so\. So no set of what is there.*--without-set/);
      expect(reason).not.toMatch(/does not exist/);
    }
  });

  it("is run again where that mends it", () => {
    expect(endWith({ lost: true })[1]).not.toMatch(/--without-set/);
    expect(endWith({ status: "refused", overtaken: true })[1]).not.toMatch(/--without-set/);
  });
});

describe("a run of a backup", () => {
  it("is done where the set was read back, stopped or not", () => {
    expect(judge(whole)).toBe(DONE);
    expect(judge(whole, true)).toBe(DONE);
  });

  it.each([
    ["refused", [said(APP, "begin", "refused")], "refused", /^omnileads-app: it went so$/],
    ["overtaken", [said(APP, "begin", "refused", { overtaken: true })], "postponed", /it went so/],
    ["failed at its beginning", [said(APP, "begin", "failed")], "failed", /No set was begun/],
    [
      "failed at its dump",
      [...whole.slice(0, 2), said(APP, "database", "failed")],
      "failed",
      /S does not exist/,
    ],
    [
      "not judged",
      [...whole.slice(0, 3), said(APP, "verify", "refused")],
      "refused",
      /^omnileads-app: it went so$/,
    ],
    ["not read back", [...whole.slice(0, 3), said(APP, "verify", "failed")], "failed", /Take another/],
    ["without an answer", [], "failed", /The run ended early.*No set is known to have been begun\.$/],
    [
      "cut off before it was read back",
      whole.slice(0, 3),
      "failed",
      /goes on with the set S or begins anew\.$/,
    ],
    [
      "lost at the voice host",
      [said(APP, "begin"), away],
      "unreachable",
      /omnileads-voice cannot be reached: no route/,
    ],
    [
      "killed after its manifest, as far as anybody knows",
      [said(APP, "database", "failed", { lost: true })],
      "interrupted",
      /How far it came is not known/,
    ],
    ["broken at its beginning", [broken], "failed", /no python/],
  ] as const)("that is %s is no success", (_, results, outcome, words) => {
    const [found, reason] = judge(results);
    expect(found).toBe(outcome);
    expect(reason).toMatch(words);
  });

  it("that was stopped says how it goes on", () => {
    expect(judge(whole.slice(0, 2), true)).toEqual([
      "interrupted",
      "Stopped. What began on the hosts ends there; the next oml backup goes on with the set S or begins anew.",
    ]);
  });

  it.each(["failed", "refused"])("is done though what a restore kept could not go: %s", (status) => {
    expect(judge([...whole, said(VOICE, "expire", status)])).toBe(DONE);
  });

  it.each([
    ["backups.yml", "What began on the host ends there; what runs was not touched. Run it again."],
    ["restore.yml", "What is open on a host it ends itself; give the same command again at once."],
    ["undo.yml", "What is open on a host it ends itself; give the same command again at once."],
    ["accept.yml", "What is open on a host it ends itself; give the same command again at once."],
  ] as const)("that did not come to its end says what to do about %s", (playbook, words) => {
    for (const told of [[], [said(APP, "look")]]) {
      expect(judge(told, true, playbook)).toEqual(["interrupted", `Stopped. ${words}`]);
      const [outcome, reason] = judge([...told, away], false, playbook);
      expect([outcome, reason]).toEqual([
        "unreachable",
        `omnileads-voice cannot be reached: no route. ${words}`,
      ]);
    }
  });

  const lateSwap = said(APP, "swap", "refused", { overtaken: true, message: "Nothing was exchanged." });
  const sick = said(VOICE, "release", "failed", { message: "asterisk is not healthy" });

  it("is failed where what was stopped for it did not come back, whatever went before", () => {
    expect(judge([lateSwap, said(VOICE, "release")], false, "restore.yml")).toEqual([
      "postponed",
      "omnileads-app: Nothing was exchanged.",
    ]);
    expect(judge([lateSwap, sick], false, "restore.yml")).toEqual([
      "failed",
      "omnileads-app: Nothing was exchanged. omnileads-voice: asterisk is not healthy. What was stopped there may not run; see: oml status.",
    ]);
    const busy = said(VOICE, "release", "refused", { overtaken: true });
    expect(judge([lateSwap, busy], false, "restore.yml")[0]).toBe("failed");
  });

  it("is failed where one step failed and another did not say how it ended", () => {
    const lost = said(APP, "load", "failed", { lost: true });
    expect(judge([lost], false, "restore.yml")[0]).toBe("interrupted");
    expect(judge([lost, said(VOICE, "load", "failed")], false, "restore.yml")[0]).toBe("failed");
    expect(judge([said(VOICE, "release", "failed", { lost: true })], false, "restore.yml")[0]).toBe("failed");
  });

  it("names the host that cannot be reached beside the one that failed", () => {
    const [outcome, reason] = judge([{ ...away, host: APP }, sick], false, "restore.yml");
    expect(outcome).toBe("failed");
    expect(reason).toMatch(/asterisk is not healthy.* omnileads-app cannot be reached: no route\.$/);
  });

  it("ends as the worst of its steps did, and has a sentence of each", () => {
    const loads = [said(APP, "load", "failed"), said(VOICE, "load", "failed", { message: "no room" })];
    expect(judge(loads, false, "restore.yml")).toEqual([
      "failed",
      "omnileads-app: it went so. What runs was not touched. omnileads-voice: no room.",
    ]);
    const looks = [said(APP, "look", "refused", { overtaken: true }), said(VOICE, "look", "refused")];
    expect(judge(looks, false, "undo.yml")).toEqual([
      "refused",
      "omnileads-app: it went so. omnileads-voice: it went so",
    ]);
  });

  it.each([
    ["restore.yml", "swap", "The database is the set's and in use; Asterisk's files are not exchanged yet. "],
    [
      "undo.yml",
      "undo",
      "The database is the former one again and in use; Asterisk's files are not exchanged yet. ",
    ],
  ] as const)("says first that one host has exchanged and the other has not, %s", (playbook, step, words) => {
    const calls = said(VOICE, step, "refused", {
      overtaken: true,
      message: "Nothing was exchanged: 1 call is up.",
    });
    expect(judge([said(APP, step, "done", { restore: "R" }), calls], false, playbook)).toEqual([
      "postponed",
      `${words}omnileads-voice: Nothing was exchanged: 1 call is up.`,
    ]);
    const [outcome, reason] = judge([said(APP, step), said(VOICE, step, "failed")], false, playbook);
    expect([outcome, reason.startsWith("omnileads-voice: it went so")]).toEqual(["failed", true]);
  });

  it("says what the host has loaded that could", () => {
    const loads = [said(APP, "load"), said(VOICE, "load", "failed")];
    expect(judge(loads, false, "restore.yml")[1]).toBe(
      "omnileads-voice: it went so. What runs was not touched. What omnileads-app loaded stays: the same command goes on with it, oml restore --undo lets it go.",
    );
  });
});
