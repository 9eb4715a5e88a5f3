/** What `oml restore`, or the removal of a set, is about, and that it is meant: the tenant's name is typed again. */
import { createInterface } from "node:readline/promises";
import { LATEST } from "../backup/restore-request.ts";
import type { Playbook } from "../deploy/edges.ts";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/** The playbook that such a call begins with. */
export function firstPlaybook({ set, switches }: Options): Playbook {
  if (switches.has("undo")) return "undo.yml";
  if (switches.has("accept")) return "accept.yml";
  return set === undefined || set === LATEST ? "backups.yml" : "restore.yml";
}

function refuseWrongWords({ set, tenant, fromTenant, switches }: Options): void {
  const chosen = [
    set === undefined ? "" : "--set",
    ...["undo", "accept"].filter((name) => switches.has(name)),
  ];
  const given = chosen.filter((name) => name !== "");
  if (given.length > 1) throw new WrongCall("oml restore: give one of --set, --undo and --accept.");
  if (switches.has("without-set") && (switches.has("undo") || switches.has("accept")))
    throw new WrongCall("oml restore: --without-set goes with a restore alone.");
  if (fromTenant === undefined) return;
  if (fromTenant === tenant) throw new WrongCall(`oml restore: ${fromTenant} is the tenant itself.`);
  if (set === undefined || set === LATEST)
    throw new WrongCall(
      `oml restore: which set of ${fromTenant}? Give --set ID; see: oml backups --tenant ${fromTenant}`,
    );
}

/** Throws `WrongCall` unless the words fit and the tenant's name was given again, or is typed now at a terminal. */
export async function confirmRestore(options: Options): Promise<void> {
  refuseWrongWords(options);
  const { tenant = "", fromTenant, confirm: given } = options;
  const what = whatItDoes(options);
  const phrase = fromTenant === undefined ? tenant : `${tenant} from ${fromTenant}`;
  const asked = fromTenant === undefined ? "Its name" : `'${phrase}'`;
  if (await isTyped(phrase, given, `This ${what} at ${tenant}. ${asked}, to go on: `)) return;
  const word = phrase.includes(" ") ? `'${phrase}'` : phrase || "T";
  throw new WrongCall(
    `oml restore: this ${what}, so ${fromTenant === undefined ? "the tenant's name is" : "both names are"} asked for again: --confirm ${word}. Nothing was done.`,
  );
}

/** Throws `WrongCall` where a set is named that is to go, and the tenant's name was not given again. */
export async function confirmRemoval({ set, tenant = "", confirm, switches }: Options): Promise<void> {
  if (set === undefined || switches.has("check")) return;
  const question = `This removes the set ${set} of ${tenant} for good. The tenant's name, to go on: `;
  if (await isTyped(tenant, confirm, question)) return;
  throw new WrongCall(
    `oml retain: this removes the set ${set} for good, so the tenant's name is asked for again: --confirm ${tenant || "T"}. Nothing was done.`,
  );
}

async function isTyped(phrase: string, given: string | undefined, question: string): Promise<boolean> {
  const typed = given ?? (process.stdin.isTTY ? await ask(question) : "");
  return typed === phrase && phrase !== "";
}

function whatItDoes({ switches, fromTenant }: Options): string {
  if (switches.has("accept")) return "removes for good what the last restore keeps for going back";
  const whose = fromTenant === undefined ? "" : ` by those of ${fromTenant}`;
  const unsaved = switches.has("without-set") ? ", of which no set is taken first" : "";
  return `replaces the data that run${whose}${unsaved}`;
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}
