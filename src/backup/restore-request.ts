/** What a person asks of a tenant's data on GitHub, and the code that stands for it: only who holds the fleet's key can make one. Pure. */
import { createHmac, hkdfSync } from "node:crypto";

/** What is done: bring a set back, go back to what ran before it, or let that go for good. */
export const RESTORE_MODES = ["restore", "undo", "accept"] as const;
export type RestoreMode = (typeof RESTORE_MODES)[number];

/** The word that stands for the newest set that was read back whole. */
export const LATEST = "latest-verified";

/** Milliseconds that a code, or a reviewer's approval, holds. */
export const HOLDS = 3_600_000;

/** Who started a run, and who started this attempt of it. */
export interface People {
  readonly logins: readonly string[];
  /** The number of the first, which no renaming changes; empty where it is not known. */
  readonly id: string;
}

/** One request, as a plan shows it. */
export interface RestoreRequest {
  readonly tenant: string;
  readonly mode: RestoreMode;
  /** The set's id; null: the mode takes none. */
  readonly set: string | null;
  /** Calls are cut. */
  readonly now: boolean;
  readonly people: People;
  /** When, ISO 8601 in UTC. */
  readonly asked: string;
}

/** The people of a run. */
export function peopleOf(run: {
  readonly actor: string;
  readonly triggeringActor: string;
  readonly actorId: string;
}): People {
  const logins = [run.actor, run.triggeringActor].map((login) => login.toLowerCase());
  return { logins: [...new Set(logins)].filter((login) => login !== ""), id: run.actorId };
}

/** Whether one of them is in both. */
export function areSame(one: People, other: People): boolean {
  if (one.id !== "" && one.id === other.id) return true;
  return one.logins.some((login) => other.logins.includes(login));
}

/** What codes are made with: derived from the fleet's SSH key, which only reviewed jobs are given. */
export type CodeKey = Buffer;

/** The key of a repository's codes. */
export function codeKeyOf(sshKey: string, repository: string): CodeKey {
  return Buffer.from(hkdfSync("sha256", sshKey, repository, "oml-restore-code", 32));
}

/** Digits that are not taken for one another when they are read out. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;

/** The code of a request, `7Q2MA-0XK4D`: nobody can make it without the key, nor use it for anything else. */
export function codeOf({ tenant, mode, set, now, people, asked }: RestoreRequest, key: CodeKey): string {
  const text = JSON.stringify([tenant, mode, set, now, people.logins, people.id, asked]);
  const bytes = createHmac("sha256", key).update(text).digest();
  const digits = Array.from({ length: LENGTH }, (_, place) => DIGITS[(bytes[place] ?? 0) % DIGITS.length]);
  return grouped(digits.join(""));
}

/** A code as it was typed: small letters, blanks, and letters that look like digits. */
export function typedCode(text: string): string {
  const digits = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return grouped(digits.replaceAll("O", "0").replace(/[IL]/g, "1"));
}

function grouped(digits: string): string {
  return digits.length > 5 ? `${digits.slice(0, 5)}-${digits.slice(5)}` : digits;
}
