/** Keeps the plan's comment on a pull request up to date. */
import type { GitHub } from "../github/ports.ts";
import { commentAction } from "./comment.ts";
import type { FleetPlan } from "./fleet-plan.ts";

/** What is asked of GitHub. */
export type Comments = Pick<GitHub, "whoAmI" | "comments" | "createComment" | "updateComment">;

/** What became of the comment; or that the token may not write one; or what went wrong, one sentence. */
export type StickResult =
  | { readonly kind: "created" | "updated" | "left" | "not-allowed" }
  | { readonly kind: "failed"; readonly message: string };

/** Creates or updates the one comment. Never throws. */
export async function stickComment(plan: FleetPlan, issue: number, github: Comments): Promise<StickResult> {
  const author = await github.whoAmI();
  const comments = await github.comments(issue);
  if (!comments.ok) return { kind: "failed", message: comments.message };
  const action = commentAction(plan, comments.value, author);
  if (action.kind === "leave") return { kind: "left" };
  const isNew = action.kind === "create";
  const written = await (isNew
    ? github.createComment(issue, action.body)
    : github.updateComment(action.id, action.body));
  if (written.ok) return { kind: isNew ? "created" : "updated" };
  const { fault, message } = written;
  return fault === "not-allowed" ? { kind: "not-allowed" } : { kind: "failed", message };
}
