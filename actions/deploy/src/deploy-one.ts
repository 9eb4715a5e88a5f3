/** A tenant's own process: the same deploy as `oml deploy`, given what a laptop would be asked for. */
import { text } from "node:stream/consumers";
import { z } from "zod";
import { deployTenant } from "../../../src/cli/deploy-command.ts";
import { WrongCall } from "../../../src/cli/wrong-call.ts";

/** What a tenant's process is told on its standard input. */
export const tenantCall = z.strictObject({
  tenant: z.string(),
  /** The tenants' folder, an absolute path. */
  instances: z.string(),
  component: z.string(),
  /** Switches of `oml deploy`. */
  switches: z.array(z.string()),
  /** The program `ansible-playbook`. */
  ansible: z.string(),
  vaultPassword: z.string().optional(),
  /** The commit that is deployed: the reviewed tip of the branch. */
  commit: z.string(),
});
export type TenantCall = z.output<typeof tenantCall>;

/** Deploys the tenant that standard input names and prints its report. */
export async function deployOne(): Promise<void> {
  const call = tenantCall.parse(JSON.parse(await text(process.stdin)));
  const { tenant, instances, component, switches, ansible, vaultPassword, commit } = call;
  const options = {
    tenant,
    instances,
    component,
    switches: new Set(switches),
    format: "json",
    lang: "en",
    paths: [],
  } as const;
  try {
    const report = await deployTenant(options, {
      ansible,
      source: { commit, unreviewed: null },
      ...(vaultPassword === undefined ? {} : { vaultPassword }),
    });
    process.stdout.write(JSON.stringify(report));
  } catch (error) {
    if (!(error instanceof WrongCall)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
