/** The tenant's own process: the same as `oml restore`, given what a laptop would be asked for. */
import { text } from "node:stream/consumers";
import { z } from "zod";
import { RESTORE_MODES } from "../../../src/backup/restore-request.ts";
import type { Options } from "../../../src/cli/options.ts";
import { findSet, restoreTenant } from "../../../src/cli/restore-command.ts";
import { WrongCall } from "../../../src/cli/wrong-call.ts";

/** What the tenant's process is told on its standard input. */
export const restoreCall = z.strictObject({
  /** `find`: only say which set it would be. */
  task: z.enum(["find", "work"]),
  tenant: z.string(),
  mode: z.enum(RESTORE_MODES),
  set: z.string().nullable(),
  now: z.boolean(),
  /** The tenants' folder, an absolute path. */
  instances: z.string(),
  /** The program `ansible-playbook`. */
  ansible: z.string(),
  vaultPassword: z.string().optional(),
});
export type RestoreCall = z.output<typeof restoreCall>;

/** Does what standard input says and prints the report. */
export async function workOnOne(): Promise<void> {
  const call = restoreCall.parse(JSON.parse(await text(process.stdin)));
  const { task, ansible, vaultPassword } = call;
  const means = { ansible, ...(vaultPassword === undefined ? {} : { vaultPassword }) };
  try {
    const options = optionsOf(call);
    const report = await (task === "find" ? findSet(options, means) : restoreTenant(options, means));
    process.stdout.write(JSON.stringify(report));
  } catch (error) {
    if (!(error instanceof WrongCall)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

function optionsOf({ tenant, mode, set, now, instances }: RestoreCall): Options {
  const switches = [...(mode === "restore" ? [] : [mode]), ...(now ? ["now"] : [])];
  const chosen = set === null ? {} : { set };
  return { tenant, instances, ...chosen, switches: new Set(switches), format: "json", lang: "en", paths: [] };
}
