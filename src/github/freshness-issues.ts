/** Keeps the issues about tenants' backups at GitHub. */
import { LABEL, MOST_NEW, type IssueAction } from "../backup/freshness-issue.ts";
import type { Answer, GitHub, Issue, NoAnswer } from "./ports.ts";

type Issues = Pick<GitHub, "openIssues" | "createIssue" | "updateIssue" | "closeIssue" | "createComment">;

/** The open ones. */
export function readIssues(github: Pick<Issues, "openIssues">): Promise<Answer<readonly Issue[]>> {
  return github.openIssues(LABEL);
}

/** What was done, and what went wrong: a sentence each. */
export interface IssuesKept {
  readonly done: readonly string[];
  readonly troubles: readonly string[];
}

/** What became of one action: what was done, or that it and all like it fail. */
type Kept =
  | { readonly ok: true; readonly done: string }
  | { readonly ok: false; readonly message: string; readonly isLast: boolean };

/** Does what was decided, one after another. Never throws; after a fault that concerns them all, the rest is left. */
export async function keepIssues(github: Issues, actions: readonly IssueAction[]): Promise<IssuesKept> {
  const done: string[] = [];
  const troubles: string[] = [];
  const bounded = withinBounds(actions);
  for (const [index, action] of bounded.entries()) {
    const kept = await keepOne(github, action);
    if (kept.ok) done.push(kept.done);
    else troubles.push(`${action.tenant}: ${kept.message}.`);
    if (kept.ok || !kept.isLast) continue;
    const left = bounded.length - index - 1;
    if (left > 0) troubles.push(`${String(left)} more issues were left as they are. The next run does them.`);
    break;
  }
  const later = actions.length - bounded.length;
  if (later > 0) troubles.push(`${String(later)} more tenants get their issues in the next run.`);
  return { done, troubles };
}

/** A fleet whose runner died would open an issue a tenant at once, and use up what the whole repository may write. */
function withinBounds(actions: readonly IssueAction[]): readonly IssueAction[] {
  const late = new Set(actions.filter(({ kind }) => kind === "create").slice(MOST_NEW));
  return actions.filter((action) => !late.has(action));
}

async function keepOne(github: Issues, action: IssueAction): Promise<Kept> {
  const { tenant } = action;
  switch (action.kind) {
    case "create": {
      const made = await github.createIssue(action, LABEL);
      if (!made.ok) return failed(made);
      if (made.value.labels.includes(LABEL)) return { ok: true, done: `${tenant}: opened ${made.value.url}` };
      const message = `GitHub made ${made.value.url} without its label ${LABEL}, so no run finds it again: close it, and make the label`;
      return { ok: false, message, isLast: true };
    }
    case "update": {
      const changed = await github.updateIssue(action.number, action);
      return changed.ok ? { ok: true, done: `${tenant}: updated ${changed.value.url}` } : failed(changed);
    }
    case "close": {
      // In this order a lost answer never says the same twice.
      const closed = await github.closeIssue(action.number);
      if (!closed.ok) return failed(closed);
      const said = await github.createComment(action.number, action.comment);
      return said.ok ? { ok: true, done: `${tenant}: closed ${closed.value.url}` } : failed(said);
    }
  }
}

function failed({ message, fault }: NoAnswer): Kept {
  return {
    ok: false,
    message,
    isLast: fault === "not-allowed" || fault === "limited" || fault === "unavailable",
  };
}
