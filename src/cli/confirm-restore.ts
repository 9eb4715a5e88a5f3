/** What `oml restore` is about, and that it is meant: the tenant's name is typed again before anything is done. */
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

function refuseWrongWords({ set, switches }: Options): void {
  const chosen = [
    set === undefined ? "" : "--set",
    ...["undo", "accept"].filter((name) => switches.has(name)),
  ];
  const given = chosen.filter((name) => name !== "");
  if (given.length > 1) throw new WrongCall("oml restore: give one of --set, --undo and --accept.");
}

/** Throws `WrongCall` unless the words fit and the tenant's name was given again, or is typed now at a terminal. */
export async function confirmRestore(options: Options): Promise<void> {
  refuseWrongWords(options);
  const { tenant = "", confirm: given, switches } = options;
  const what = switches.has("accept")
    ? "removes the data from before the restore"
    : "replaces the data that run";
  const typed =
    given ?? (process.stdin.isTTY ? await ask(`This ${what} at ${tenant}. Its name, to go on: `) : "");
  if (typed === tenant && tenant !== "") return;
  throw new WrongCall(
    `oml restore: this ${what}, so the tenant's name is asked for again: --confirm ${tenant || "T"}. Nothing was done.`,
  );
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}
