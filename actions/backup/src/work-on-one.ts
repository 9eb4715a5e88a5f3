/** A tenant's own process: the same as `oml backup`, `verify`, `drill` or `retain`, given what a laptop would be asked for. */
import { text } from "node:stream/consumers";
import { z } from "zod";
import { VERBS } from "../../../src/backup/record.ts";
import { READ_LONGEST_AGO } from "../../../src/backup/set.ts";
import { workOnSets } from "../../../src/cli/backup-command.ts";
import { WrongCall } from "../../../src/cli/wrong-call.ts";

/** What a tenant's process is told on its standard input. */
export const tenantCall = z.strictObject({
  tenant: z.string(),
  verb: z.enum(VERBS),
  /** The tenants' folder, an absolute path. */
  instances: z.string(),
  /** The program `ansible-playbook`. */
  ansible: z.string(),
  vaultPassword: z.string().optional(),
});
export type TenantCall = z.output<typeof tenantCall>;

/** Does what standard input says and prints the report. */
export async function workOnOne(): Promise<void> {
  const call = tenantCall.parse(JSON.parse(await text(process.stdin)));
  const { tenant, verb, instances, ansible, vaultPassword } = call;
  const options = {
    tenant,
    instances,
    switches: new Set<string>(),
    format: "json",
    lang: "en",
    paths: [],
    // What is newest was read back by the run that took it.
    ...(verb === "verify" ? { set: READ_LONGEST_AGO } : {}),
  } as const;
  const means = { ansible, ...(vaultPassword === undefined ? {} : { vaultPassword }) };
  try {
    process.stdout.write(JSON.stringify(await workOnSets(verb, options, means)));
  } catch (error) {
    if (!(error instanceof WrongCall)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
