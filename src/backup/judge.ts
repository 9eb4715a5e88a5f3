/** From what hosts said of a set's steps to one outcome and one sentence. Pure. */
import type { ResultEvent } from "../ansible/events.ts";
import { troubleOf } from "../deploy/collect.ts";
import type { PlayEnd, Playbook } from "../deploy/edges.ts";
import { sentence } from "../report/sentence.ts";
import type { HostName } from "../release/desired.ts";
import type { BackupOutcome } from "./outcome.ts";
import { BackupResult } from "./result.ts";

/** A step's result and the host it is of. */
export interface Told {
  readonly host: string;
  readonly result: BackupResult;
}

/** An outcome with its reason. */
export type BackupEnd = readonly [BackupOutcome, string];

/** The results a run of a playbook told, in the order they came. */
export function resultsIn({ results }: Pick<PlayEnd, "results">): readonly Told[] {
  return results.flatMap(({ host, result }) => {
    const parsed = BackupResult.safeParse(result);
    return parsed.success ? [{ host, result: parsed.data }] : [];
  });
}

/** The step a run ends with, by its name and host. */
export type Step = readonly [BackupResult["backup"], HostName];

/**
 * How a run ended whose last steps are these: well only where each of them says so. `isStopped`: a person or the runner
 * asked this program to stop.
 */
export function judgeBackup(
  end: PlayEnd,
  playbook: Playbook,
  last: readonly Step[],
  done: BackupEnd,
  isStopped: boolean,
): BackupEnd {
  const told = resultsIn(end);
  const bad = told.filter((one) => !one.result.ok && decides(one, playbook));
  if (bad.length > 0)
    return [worstOf(bad), sayHalf(bad, told) + sayBad(bad, end, playbook) + sayLoaded(bad, told)];
  const isTold = ([step, host]: Step): boolean =>
    told.some((one) => one.host === host && one.result.backup === step);
  if (last.every(isTold)) return done;
  const open = sayOpen(playbook, told);
  return isStopped ? ["interrupted", `Stopped. ${open}`] : lost(end, open);
}

/** What went wrong in a run and did not decide its end: a sentence each, without its full stop. */
export function noticesIn(end: PlayEnd, playbook: Playbook): readonly string[] {
  const bad = resultsIn(end).filter((one) => !one.result.ok && !decides(one, playbook));
  return bad.map((one) => sayStep(one, true).replace(/\.$/, ""));
}

/** Old data that stay a while longer take nothing from a set that was read back. */
function decides({ result }: Told, playbook: Playbook): boolean {
  return playbook !== "backup.yml" || !["look", "expire"].includes(result.backup);
}

const WORST = ["failed", "interrupted", "refused", "postponed"] as const;

function worstOf(bad: readonly Told[]): BackupOutcome {
  const outcomes = bad.map(outcomeOf);
  return WORST.find((outcome) => outcomes.includes(outcome)) ?? "failed";
}

/** A host that did not release what was stopped there may not serve, whatever the step itself says. */
function outcomeOf({ result }: Told): (typeof WORST)[number] {
  if (result.backup === "release") return "failed";
  // Nobody finished it: that is no verdict, least of all on the set.
  if (result.lost) return "interrupted";
  if (result.status !== "refused") return "failed";
  return result.overtaken ? "postponed" : "refused";
}

/** A sentence of each step that ended badly, and of a host that went away. What is left is said of the first, and of a release. */
function sayBad(bad: readonly Told[], end: PlayEnd, playbook: Playbook): string {
  const away = awayIn(end);
  const isUnsaved = playbook === "restore.yml" && bad.some(keepsFromSaving);
  const each = bad.map((one, index) =>
    sayStep(one, (index === 0 && !isUnsaved) || one.result.backup === "release"),
  );
  const all = [...each, ...(away === undefined ? [] : [sayAway(away, end)]), ...(isUnsaved ? [UNSAVED] : [])];
  // The last one may end with what to type.
  return all.map((text, index) => (index < all.length - 1 ? sentence(text) : text)).join(" ");
}

/** That one host has exchanged and the other has not: a sentence before a space, or empty. */
function sayHalf(bad: readonly Told[], told: readonly Told[]): string {
  const verb = bad.map(({ result }) => result.backup).find((step) => step === "swap" || step === "undo");
  const isDone = told.some(({ result }) => result.backup === verb && result.ok && result.restore);
  if (verb === undefined || !isDone) return "";
  const whose = verb === "swap" ? "the set's" : "the former one again";
  return `The database is ${whose} and in use; Asterisk's files are not exchanged yet. `;
}

/** Of a set that one host could not load, what the other has loaded: a sentence behind a space, or empty. */
function sayLoaded(bad: readonly Told[], told: readonly Told[]): string {
  if (!bad.some(({ result }) => result.backup === "load")) return "";
  const loaded = told.find(({ result }) => result.backup === "load" && result.ok);
  if (loaded === undefined) return "";
  return ` What ${loaded.host} loaded stays: the same command goes on with it, oml restore --undo lets it go.`;
}

/** Whether it is why no set could be taken of what is there, and running again would not mend it. */
function keepsFromSaving({ result: { backup, overtaken, lost: isLost } }: Told): boolean {
  return TAKING.includes(backup) && !overtaken && !isLost;
}

const TAKING: readonly BackupResult["backup"][] = ["begin", "files", "database", "verify"];

const UNSAVED =
  "So no set of what is there could be taken, and nothing was restored; the set to restore is another one, and is not concerned. Mend that, or give the same command with --without-set: what runs now stays beside all the same.";

function sayStep({ host, result }: Told, saysLeft: boolean): string {
  const { backup, set, status, lost: isLost, message } = result;
  if (status === "refused") return `${host}: ${message}`;
  const left = isLost ? UNKNOWN : LEFT[backup](set);
  return [`${host}: ${sentence(message)}`, ...(saysLeft ? [left] : [])].join(" ");
}

function awayIn({ results }: PlayEnd): ResultEvent | undefined {
  return results.find(({ unreachable }) => unreachable);
}

function sayAway({ host }: ResultEvent, end: PlayEnd): string {
  return sentence(`${host} cannot be reached: ${troubleOf(end.results, end)}`);
}

const UNKNOWN =
  "How far it came is not known. Run the same again: it goes on or begins anew. oml backups lists the sets there are.";

const NO_SET = (set: string): string =>
  `The set ${set} does not exist: it has no manifest. What runs was not touched.`;

/** What a step that failed leaves behind. */
const LEFT: Readonly<Record<BackupResult["backup"], (set: string) => string>> = {
  begin: () => "No set was begun; what runs was not touched.",
  files: NO_SET,
  database: NO_SET,
  verify: () => "What runs was not touched. Take another: oml backup.",
  drill: () => "What runs was not touched.",
  remove: () => "Run it again: it goes on where it ended.",
  list: () => "Nothing was changed.",
  look: () => "Nothing more was done.",
  check: () => "Nothing was changed.",
  load: () => "What runs was not touched.",
  halt: () => "Nothing was exchanged; the host starts again what was stopped.",
  release: () => "What was stopped there may not run; see: oml status.",
  swap: (set) => `To try again: oml restore --set ${set}. To let it go: oml restore --undo.`,
  undo: () => "Run it again: oml restore --undo.",
  accept: () => "Run it again: oml restore --accept.",
  expire: () => "To let go what a restore kept: oml restore --accept.",
};

/** What becomes of what a run began that came to no end, and what to do. */
function sayOpen(playbook: Playbook, told: readonly Told[]): string {
  switch (playbook) {
    case "backup.yml":
      return sayBegun(told);
    case "backups.yml":
      return "What began on the host ends there; what runs was not touched. Run it again.";
    default:
      return "What is open on a host it ends itself; give the same command again at once.";
  }
}

function sayBegun(told: readonly Told[]): string {
  const set = told.at(-1)?.result.set;
  if (set === undefined) return "No set is known to have been begun.";
  return `What began on the hosts ends there; the next oml backup goes on with the set ${set} or begins anew.`;
}

/** A host did not answer, or Ansible ended before the last step. */
function lost(end: PlayEnd, open: string): BackupEnd {
  const away = awayIn(end);
  if (away !== undefined) return ["unreachable", `${sayAway(away, end)} ${open}`];
  return ["failed", `${sentence(`The run ended early: ${troubleOf(end.results, end)}`)} ${open}`];
}
