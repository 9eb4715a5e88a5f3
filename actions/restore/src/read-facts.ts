/** What both jobs have to know: the tenant, the fleet's policy, and who guards the gate. */
import { GATE, gateOf, type Gate } from "../../../src/backup/approval.ts";
import { policyOf } from "../../../src/backup/policy.ts";
import { readFleetFolder } from "../../../src/files/fleet-folder.ts";
import { commitOf } from "../../../src/files/git-objects.ts";
import { tenantsFolder } from "../../../src/files/tenants-folder.ts";
import { nameTenants } from "../../../src/fleet/named.ts";
import { openGitHub } from "../../../src/github/client.ts";
import type { GitHub } from "../../../src/github/ports.ts";
import { readFleetFile } from "../../../src/inventory/fleet/fleet-file.ts";
import type { Job } from "./job.ts";

/** The facts, or which of them lacks: one sentence. */
export type Facts =
  | {
      readonly ok: true;
      /** The commit that is checked out. */
      readonly commit: string;
      /** `restore_approval` of `fleet.yml`. */
      readonly approval: "one" | "two";
      readonly gate: Gate;
      readonly github: GitHub;
    }
  | { readonly ok: false; readonly sentence: string };

/** Reads the checkout, and asks GitHub for the rules of the gate's environment. */
export async function readFacts({ runner, inputs }: Job): Promise<Facts> {
  const { workspace, apiUrl, repository } = runner.run;
  const folder = tenantsFolder(workspace, inputs.instances);
  if (!folder.ok) return folder;
  const commit = commitOf(workspace, "HEAD");
  if (commit === undefined)
    return no("git cannot tell which commit is checked out. Put actions/checkout before this step.");
  const { tenants, fleetFile } = readFleetFolder(folder.directory, folder.prefix);
  const { tenant } = inputs.typed;
  const named = nameTenants(
    [tenant],
    tenants.map(({ name }) => name),
  );
  if (!named.ok) return no(named.message);
  const own = tenants.find(({ name }) => name === tenant);
  if (own === undefined || policyOf(own) === undefined)
    return no(`tenant.yml of ${tenant} has no block 'backup', so it has no sets. See instances/README.md.`);
  const github = openGitHub({ apiUrl, repository, token: inputs.token });
  const gate = gateOf(await github.environment(GATE));
  return { ok: true, commit, approval: readFleetFile(fleetFile).policy.restore_approval, gate, github };
}

function no(sentence: string): Facts {
  return { ok: false, sentence };
}
