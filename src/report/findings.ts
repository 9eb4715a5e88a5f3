/** What a validation found: the value every formatter of this folder turns into text. */
import type { Problem } from "../inventory/problem.ts";
import { explain } from "../inventory/explain.ts";
import type { Language } from "../inventory/rules/rule.ts";

export type { Language } from "../inventory/rules/rule.ts";

/** The result of a validation. */
export interface Findings {
  /** Names of the tenants that were read, sorted. */
  readonly tenants: readonly string[];
  /** In the order they are to be shown. */
  readonly problems: readonly Problem[];
}

/** How many problems there are of each severity. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

/** Counts the problems by severity. */
export function countsOf(problems: readonly Problem[]): Counts {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: problems.length - errors };
}

/** What is wrong and what to do, as one paragraph: `path: message. remedy.` */
export function sentenceOf(problem: Problem, language: Language): string {
  const { message, remedy } = explain(problem, language);
  const path = problem.path === "" ? "" : `${problem.path}: `;
  return `${path}${closed(message)} ${closed(remedy)}`;
}

function closed(sentence: string): string {
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** The tenant's folder a file lies in (`instances/acme/key.pem` → `acme`); undefined for a file of the fleet. */
export function tenantOf(file: string, tenants: ReadonlySet<string>): string | undefined {
  const folder = file.split("/").at(-2);
  return folder !== undefined && tenants.has(folder) ? folder : undefined;
}

/** `2 tenants`: the word is the same in both languages. */
export function tenantsText({ tenants: { length } }: Findings): string {
  return `${length} tenant${length === 1 ? "" : "s"}`;
}

/** `3 errors, 1 warning` in a language. */
export function countsText({ errors, warnings }: Counts, language: Language): string {
  const [error, warning] = language === "es" ? ["error", "advertencia"] : ["error", "warning"];
  const plural = language === "es" ? "es" : "s";
  return `${errors} ${error}${errors === 1 ? "" : plural}, ${warnings} ${warning}${warnings === 1 ? "" : "s"}`;
}
