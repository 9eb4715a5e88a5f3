/** Group 7: names in `fleet.yml` that stand for nothing. */
import { closest } from "../fields/closest.ts";
import { problemAt, type Document } from "../yaml/document.ts";
import type { FleetFileResult } from "./fleet-file.ts";
import type { Problem } from "../problem.ts";
import { emptyWave, unknownVariable } from "../rules/policies.ts";
import type { Values } from "../rules/rule.ts";
import { settingsSchema } from "../settings.ts";
import type { TenantSources } from "../tenant.ts";
import { readTenantFile } from "../tenant-file.ts";
import { WAVES } from "../wave.ts";

/** Required variables that do not exist, and policies of waves without tenants. */
export function checkFleetFile(
  fleet: FleetFileResult,
  tenants: readonly TenantSources[],
): readonly Problem[] {
  const { policy, document } = fleet;
  if (document === undefined) return [];
  return [
    ...policy.required.flatMap((name, index) => checkRequiredName(document, name, index)),
    ...checkWaves(fleet, tenants),
  ];
}

const VARIABLES = Object.keys(settingsSchema.shape);

function checkRequiredName(document: Document, name: string, index: number): readonly Problem[] {
  if (VARIABLES.includes(name)) return [];
  const finding = { variant: "unknown", values: hintFor(name, VARIABLES) } as const;
  return [problemAt(document, ["required", index], unknownVariable, finding)];
}

/** Policies of waves that no tenant is in: they hold for nobody, and a mistaken number may be why. */
function checkWaves(
  { policy, document }: FleetFileResult,
  sources: readonly TenantSources[],
): readonly Problem[] {
  const given = WAVES.filter((number) => policy.waves[number] !== undefined);
  if (given.length === 0 || document === undefined) return [];
  const used = new Set(sources.map(({ tenantFile }) => readTenantFile(tenantFile).value.wave));
  return given
    .filter((number) => !used.has(number))
    .map((number) =>
      problemAt(document, ["waves", String(number)], emptyWave, {
        variant: "empty",
        values: { wave: String(number) },
      }),
    );
}

function hintFor(word: string, known: readonly string[]): Values {
  const near = closest(word, known);
  if (near === undefined) return { hint: "" };
  return { hint: `: did you mean ${near}?`, "hint:es": `: ¿quiso escribir ${near}?` };
}
