/** `oml plan`: prints what the change at hand would do to tenants' hosts. */
import { existsSync } from "node:fs";
import { planFleet } from "../files/plan-fleet.ts";
import { formatPlan } from "../plan/plan-text.ts";
import { instancesOf } from "./load-tenant.ts";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/** Prints the plan; returns 0, or 1 where a tenant's files have errors. Throws `WrongCall`. */
export async function runPlan(options: Options): Promise<number> {
  const { tenant, base, switches, format } = options;
  const directory = instancesOf(options);
  if ((tenant === undefined) !== switches.has("all")) {
    throw new WrongCall("oml plan: which tenants? Give --tenant NAME or --all.");
  }
  if (!existsSync(directory)) throw new WrongCall(`oml plan: there is no folder ${directory}.`);
  const result = planFleet({
    directory,
    now: new Date(),
    ...(tenant === undefined ? {} : { only: tenant }),
    ...(base === undefined ? {} : { base }),
  });
  if (!result.ok) throw new WrongCall(`oml plan: ${result.message}`);
  const { plan } = result;
  if (tenant !== undefined && plan.tenants.length + plan.unreadable.length === 0) {
    throw new WrongCall(`oml plan: there is no tenant ${tenant}, neither at the base nor in ${directory}.`);
  }
  process.stdout.write(format === "json" ? `${JSON.stringify(plan)}\n` : formatPlan(plan));
  return plan.unreadable.length > 0 ? 1 : 0;
}
