/** The documents that the jobs of a run hand on: the plan, and one result for each tenant. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TenantResult } from "../fleet/result.ts";
import type { RunPlan } from "../fleet/run-plan.ts";

const PLAN = "plan.json";
const OPENED = "record.json";

/** What every document has by which its form is known. */
interface Formed {
  readonly format: 1;
}

/** Writes the plan into a folder. */
export function writePlan(folder: string, plan: Formed): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, PLAN), JSON.stringify(plan));
}

/** The plan in a folder; undefined where there is none. */
export function readPlan<Plan extends Formed = RunPlan>(folder: string): Plan | undefined {
  const file = join(folder, PLAN);
  if (!existsSync(file)) return undefined;
  const plan = JSON.parse(readFileSync(file, "utf8")) as Plan;
  return (plan.format as number) === 1 ? plan : undefined;
}

/** Keeps the number of the run's own deployment record beside the plan. */
export function writeOpened(folder: string, opened: number | null): void {
  writeFileSync(join(folder, OPENED), JSON.stringify({ opened }));
}

/** That number; null: the run has none. */
export function readOpened(folder: string): number | null {
  const file = join(folder, OPENED);
  if (!existsSync(file)) return null;
  const { opened } = JSON.parse(readFileSync(file, "utf8")) as { readonly opened: unknown };
  return typeof opened === "number" ? opened : null;
}

/** Writes a tenant's result; a name that is no plain file name is refused. */
export function writeResult<Result extends { readonly tenant: string } = TenantResult>(
  folder: string,
  result: Result,
): void {
  if (!/^[\w-]+$/.test(result.tenant)) throw new Error(`${result.tenant} is no tenant's name`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${result.tenant}.json`), JSON.stringify(result), { mode: 0o600 });
}

/** Every result in a folder, sorted by the tenants' names; one that was cut off counts as missing. */
export function readResults<Result = TenantResult>(folder: string): readonly Result[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.sort().flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(folder, name), "utf8")) as Result];
    } catch {
      return [];
    }
  });
}
