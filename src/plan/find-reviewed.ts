/** Finds what was shown to those who reviewed a commit: the plans on the pull requests that brought it. */
import type { Reviewed } from "../fleet/reviewed.ts";
import type { Answer, GitHub } from "../github/ports.ts";
import { findComment, readMarker } from "./comment.ts";

/** What is asked of GitHub. */
export type Reviews = Pick<GitHub, "whoAmI" | "comments" | "pullRequestsOf">;

/** The plan of each pull request that was merged into `branch` and brought `commit`; those without a plan are not among them. */
export async function findReviewed(
  github: Reviews,
  commit: string,
  branch: string,
): Promise<Answer<readonly Reviewed[]>> {
  const pulls = await github.pullRequestsOf(commit);
  if (!pulls.ok) return pulls;
  const found: Reviewed[] = [];
  for (const { number, merged, base } of pulls.value) {
    if (!merged || base !== branch) continue;
    const comments = await github.comments(number);
    if (!comments.ok) return comments;
    const comment = findComment(comments.value, await github.whoAmI());
    const marker = comment && readMarker(comment.body);
    if (marker) found.push({ pull: number, base: marker.base, releases: marker.releases });
  }
  return { ok: true, value: found };
}
