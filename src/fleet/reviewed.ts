/** What pull requests showed of the releases that a run deploys, and where it deploys others. Pure. */
import { listNames } from "./list-names.ts";
import type { TenantResult } from "./result.ts";

/** What the plan on a merged pull request promised. */
export interface Reviewed {
  /** The pull request's number. */
  readonly pull: number;
  /** The commit that its plan compared with. */
  readonly base: string;
  /** Fingerprints of the releases it showed, by tenant. */
  readonly releases: Readonly<Record<string, string>>;
}

/** Of each pull request whose plan showed other releases than the run came to, a sentence; a tenant without a release says nothing. */
export function sayOtherThanReviewed(
  reviewed: readonly Reviewed[],
  results: readonly Pick<TenantResult, "tenant" | "release">[],
): readonly string[] {
  return reviewed.flatMap(({ pull, base, releases }) => {
    const others = results.filter(({ tenant, release }) => {
      const shown = Object.hasOwn(releases, tenant) ? releases[tenant] : undefined;
      return release !== "" && shown !== undefined && shown !== release;
    });
    const [first] = others;
    if (first === undefined) return [];
    const names = others.map(
      ({ tenant, release }) => `${tenant} (${short(release)}, reviewed: ${short(releases[tenant] ?? "")})`,
    );
    const how = `npx oml plan --tenant ${first.tenant} --base ${short(base)}`;
    return [
      `Another release than the plan of pull request ${pull} showed, because another change landed between: ${listNames(names, 10)}. The whole difference: ${how}`,
    ];
  });
}

function short(hash: string): string {
  return hash.slice(0, 8);
}
