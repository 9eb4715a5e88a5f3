/** Keeps the plan's comment on a pull request up to date, over whatever speaks to GitHub. */
import { commentAction, type IssueComment } from "./comment.ts";
import type { FleetPlan } from "./fleet-plan.ts";

/** What is asked of GitHub. Each may throw. */
export interface CommentApi {
  readonly listComments: (issue: number) => Promise<readonly IssueComment[]>;
  readonly createComment: (issue: number, body: string) => Promise<void>;
  readonly updateComment: (id: number, body: string) => Promise<void>;
  /** The login that comments of this token are written by. */
  readonly whoAmI: () => Promise<string>;
}

/** Creates or updates the one comment; tells which. Throws what the interface throws. */
export async function stickComment(
  plan: FleetPlan,
  issue: number,
  api: CommentApi,
): Promise<"created" | "updated" | "left"> {
  const author = await api.whoAmI();
  const action = commentAction(plan, await api.listComments(issue), author);
  if (action.kind === "leave") return "left";
  if (action.kind === "create") await api.createComment(issue, action.body);
  else await api.updateComment(action.id, action.body);
  return action.kind === "create" ? "created" : "updated";
}
