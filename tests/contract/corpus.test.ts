/** Bad files written by hand, each with the exact codes and places that must be found. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readFleetFolder } from "../../src/files/fleet-folder.ts";
import { checkTenant } from "../../src/inventory/check-tenant.ts";
import type { TenantPolicy } from "../../src/inventory/fleet/policy.ts";
import type { Problem } from "../../src/inventory/problem.ts";
import { rules } from "../../src/inventory/rules/index.ts";
import type { TenantSources } from "../../src/inventory/tenant.ts";
import { readTenant } from "../../src/inventory/read-tenant.ts";
import { catalogue } from "../../src/components/catalogue.ts";
import { checkLock } from "../../src/lock/check-lock.ts";
import { imagesByComponent } from "../../src/release/render.ts";
import { ROOT } from "./examples.ts";

const CORPUS = join(ROOT, "tests/corpus");
const folder = readFleetFolder(CORPUS, "");

interface Expected {
  readonly policy?: TenantPolicy["secrets"];
  /** `file:line:column-line:column severity code path` */
  readonly problems: readonly string[];
}

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(join(CORPUS, name, "expected.json"), "utf8")) as Expected;
}

/** Every file of the corpus has secrets in clear; the warnings about them are left out where they are not the point. */
function problemsOf(sources: TenantSources, { policy }: Expected): readonly Problem[] {
  const others = (sources.others ?? []).filter(({ path }) => !path.endsWith("/expected.json"));
  const problems = checkTenant(
    { ...sources, others },
    { secrets: policy ?? "clear-allowed" },
    new Date("2027-01-01"),
  );
  return [...problems, ...lockProblemsOf(sources)].filter(
    ({ code }) => policy !== undefined || code !== "OML0301",
  );
}

/** Folders about locks are compared with the catalogue; the others have none. */
function lockProblemsOf(sources: TenantSources): readonly Problem[] {
  const result = sources.name.startsWith("lock-") ? readTenant(sources) : undefined;
  return result?.ok === true
    ? checkLock(sources, result.tenant, imagesByComponent(result.tenant, catalogue))
    : [];
}

function told(
  { file, line, column, endLine, endColumn, severity, code, path }: Problem,
  name: string,
): string {
  const span = `${String(line)}:${String(column)}-${String(endLine)}:${String(endColumn)}`;
  return `${file.slice(name.length + 1)}:${span} ${severity} ${code} ${path}`.trimEnd();
}

describe("the corpus", () => {
  test.each(folder.tenants.map((sources) => [sources.name, sources] as const))("%s", (name, sources) => {
    const expected = expectedOf(name);
    expect(problemsOf(sources, expected).map((problem) => told(problem, name))).toEqual(expected.problems);
    expect(expected.problems).not.toEqual([]);
  });

  test("is read as a whole, and has an example of nearly every rule of one tenant", () => {
    expect(folder.faults).toEqual([]);
    expect(folder.tenants.length).toBeGreaterThanOrEqual(60);
    const found = new Set(
      folder.tenants.flatMap(({ name }) =>
        expectedOf(name).problems.map((line) => /OML\d{4}/.exec(line)?.[0]),
      ),
    );
    const missing = rules.filter(({ code, group }) => group <= 5 && !found.has(code)).map(({ code }) => code);
    // They need links, large files, a vault's password, git or a certificate of another kind.
    expect(missing).toEqual(["OML0209", "OML0305", "OML0307", "OML0417", "OML0418"]);
  });
});
