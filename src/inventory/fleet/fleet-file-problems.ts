/** Group 7: names in `fleet.yml` that stand for nothing. */
import { closest } from "../fields/closest.ts";
import { problemAt, type Document } from "../yaml/document.ts";
import { matches, type FleetFileResult } from "./fleet-file.ts";
import type { Problem } from "../problem.ts";
import type { RemovedTenant } from "./removed.ts";
import { removedTenant } from "../rules/fleet-folders.ts";
import { unknownVariable, wave } from "../rules/policies.ts";
import type { Values } from "../rules/rule.ts";
import { settingsSchema } from "../settings.ts";

/** Required variables that do not exist, and tenants of waves that do not exist or are in two. */
export function checkFleetFile(
  { policy, document }: FleetFileResult,
  tenants: readonly string[],
  removed: readonly RemovedTenant[],
): readonly Problem[] {
  if (document === undefined) return [];
  const waves = new WaveCheck(document, tenants, removed);
  return [
    ...policy.required.flatMap((name, index) => checkRequiredName(document, name, index)),
    ...Object.entries(policy.waves).flatMap(([title, { tenants: wanted }]) =>
      wanted.flatMap((name, index) => waves.check(title, name, index)),
    ),
  ];
}

const VARIABLES = Object.keys(settingsSchema.shape);

function checkRequiredName(document: Document, name: string, index: number): readonly Problem[] {
  if (VARIABLES.includes(name)) return [];
  const finding = { variant: "unknown", values: hintFor(name, VARIABLES) } as const;
  return [problemAt(document, ["required", index], unknownVariable, finding)];
}

class WaveCheck {
  readonly #document: Document;
  readonly #tenants: readonly string[];
  readonly #removed: ReadonlySet<string>;
  /** The wave each tenant was met in first. */
  readonly #waves = new Map<string, string>();

  constructor(document: Document, tenants: readonly string[], removed: readonly RemovedTenant[]) {
    this.#document = document;
    this.#tenants = tenants;
    this.#removed = new Set(removed.map(({ name }) => name));
  }

  check(title: string, name: string, index: number): readonly Problem[] {
    const path = ["waves", title, "tenants", index];
    const found = this.#tenants.filter((tenant) => matches(tenant, name));
    if (found.length === 0) return [this.#stranger(path, name)];
    const other = found.map((tenant) => this.#waves.get(tenant)).find((earlier) => earlier !== undefined);
    for (const tenant of found) this.#waves.set(tenant, this.#waves.get(tenant) ?? title);
    if (other === undefined || other === title) return [];
    return [problemAt(this.#document, path, wave, { variant: "twice", values: { other } })];
  }

  #stranger(path: readonly (string | number)[], name: string): Problem {
    if (this.#removed.has(name)) {
      return problemAt(this.#document, path, removedTenant, { variant: "wave", values: { other: name } });
    }
    // A pattern may wait for tenants to come; a name may not.
    const severity = name.includes("*") ? "warning" : "error";
    const values = hintFor(name, this.#tenants);
    return problemAt(this.#document, path, wave, { variant: "unknown", values, severity });
  }
}

function hintFor(word: string, known: readonly string[]): Values {
  const near = closest(word, known);
  if (near === undefined) return { hint: "" };
  return { hint: `: did you mean ${near}?`, "hint:es": `: ¿quiso escribir ${near}?` };
}
