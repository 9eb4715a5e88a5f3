/** `oml install` and `oml upgrade`: what deploy.sh does. Both lock first, then deploy what is locked. */
import { join } from "node:path";
import { existsSync } from "node:fs";
import { planFleet } from "../files/plan-fleet.ts";
import { imagesIn, LOCK_FILE } from "../lock/lock.ts";
import { formatChange } from "../lock/make-lock.ts";
import { formatPlan } from "../plan/plan-text.ts";
import { RegistryClient } from "../registry/client.ts";
import { readRegistries } from "../registry/settings.ts";
import { printUnbegun, runDeploy } from "./deploy-command.ts";
import { componentNames } from "./find-release.ts";
import { existingTenant, instancesOf } from "./load-tenant.ts";
import { writeRelocked } from "./lock-command.ts";
import { relockTenants, type Relocked } from "./lock-tenants.ts";
import type { Options } from "./options.ts";

/**
 * Locks and deploys: an install what is not locked yet at all, an upgrade what the tags name now (of `--component`
 * alone where one is given). With `--check` nothing is written. What is locked goes to stderr, the deploy's report to
 * stdout; returns its exit code. Throws `WrongCall`.
 */
export async function runUpgrade(action: "install" | "upgrade", options: Options): Promise<number> {
  const directory = instancesOf(options);
  const tenant = existingTenant(options, directory);
  const names = componentNames(options.component);
  const deploying = { ...options, editedBy: action };
  if (action === "install" && existsSync(join(directory, tenant, LOCK_FILE))) return runDeploy(deploying);
  const client = new RegistryClient(readRegistries(process.env));
  const isCheck = options.switches.has("check");
  const made = await relockTenants(directory, [tenant], action === "install" ? "all" : names, client);
  const [relocked] = isCheck ? made : made.map((one) => writeRelocked(directory, one));
  if (relocked === undefined) throw new Error("a tenant was asked for, and none was answered");
  if (!relocked.ok) {
    const reason = `Its images could not be locked: ${relocked.message}. Nothing was touched.`;
    return printUnbegun(options, relocked.isOwnFault ? "refused" : "failed", reason);
  }
  tell(relocked, isCheck);
  if (action === "upgrade" && !isCheck) showPlan(directory, tenant);
  return runDeploy(deploying, isCheck ? { lock: relocked.text } : {});
}

function tell(relocked: Relocked & { readonly ok: true }, isCheck: boolean): void {
  const { tenant, lock, isChanged, changes } = relocked;
  const count = `${String(imagesIn(lock).length)} images`;
  const end = isChanged
    ? isCheck
      ? `${LOCK_FILE} would be written`
      : `wrote ${LOCK_FILE}`
    : "nothing to lock";
  const lines = [...changes.map(formatChange), `${end}: ${count}`];
  process.stderr.write(lines.map((line) => `oml: ${tenant}: ${line}\n`).join(""));
}

/** Where there is no git there is nothing to compare with: what was locked has been told. */
function showPlan(directory: string, only: string): void {
  const result = planFleet({ directory, only, now: new Date() });
  process.stderr.write(result.ok ? formatPlan(result.plan) : `oml: no plan is shown: ${result.message}\n`);
}
