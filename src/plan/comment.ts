/** The one comment that a pull request has of its plan: its text, and which comment it is. Pure. */
import { z } from "zod";
import type { Comment } from "../github/ports.ts";
import { fingerprintsOf, isQuiet, type FleetPlan } from "./fleet-plan.ts";
import { formatPlanMarkdown } from "./plan-markdown.ts";

/** Characters of a comment that GitHub takes. */
export const LONGEST_COMMENT = 65_536;

/** Room of the marker; fingerprints that do not fit are counted. */
const LONGEST_MARKER = 16_000;

/** A comment of a pull request, as much as is looked at. */
export type PlanComment = Pick<Comment, "id" | "body" | "author">;

/** What the hidden marker holds: a deploy compares with it. */
export interface PlanMarker {
  /** The commit compared with. */
  readonly base: string;
  /** Fingerprints of the releases to come, by tenant. */
  readonly releases: Readonly<Record<string, string>>;
  /** How many did not fit. */
  readonly omitted: number;
}

const OPEN = "<!-- oml-plan ";
const CLOSE = " -->";
const markerSchema = z.object({
  base: z.string(),
  releases: z.record(z.string(), z.string()),
  omitted: z.number(),
});

/** The comment's text, marker first; at most `LONGEST_COMMENT` characters. */
export function commentBody(plan: FleetPlan): string {
  const marker = markerOf(plan);
  return `${marker}\n${formatPlanMarkdown(plan, LONGEST_COMMENT - marker.length - 1)}`;
}

function markerOf(plan: FleetPlan): string {
  const all = Object.entries(fingerprintsOf(plan));
  let room = LONGEST_MARKER;
  const kept = all.filter(([name, fingerprint]) => (room -= name.length + fingerprint.length + 6) >= 0);
  const marker: PlanMarker = {
    base: plan.base.commit,
    releases: Object.fromEntries(kept),
    omitted: all.length - kept.length,
  };
  // No character of a tenant's name or of a fingerprint could end the marker; this holds it for whatever else comes.
  return `${OPEN}${JSON.stringify(marker).replaceAll(">", "\\u003e")}${CLOSE}`;
}

/** What a plan's comment says of its releases; undefined where the text is no plan's. */
export function readMarker(body: string): PlanMarker | undefined {
  if (!body.startsWith(OPEN)) return undefined;
  const end = body.indexOf(CLOSE);
  try {
    const result = markerSchema.safeParse(JSON.parse(body.slice(OPEN.length, end)));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/** The plan's comment among those of a pull request: the oldest that has the marker and was written by `author`. */
export function findComment(comments: readonly PlanComment[], author: string): PlanComment | undefined {
  return comments
    .filter((comment) => comment.author === author && comment.body.startsWith(OPEN))
    .sort(byId)[0];
}

function byId(a: PlanComment, b: PlanComment): number {
  return a.id - b.id;
}

/** What is to be done about the comment. */
export type CommentAction =
  | { readonly kind: "create"; readonly body: string }
  | { readonly kind: "update"; readonly id: number; readonly body: string }
  | { readonly kind: "leave" };

/** A change that does nothing gets no comment, but one that is there is kept true. */
export function commentAction(
  plan: FleetPlan,
  comments: readonly PlanComment[],
  author: string,
): CommentAction {
  const body = commentBody(plan);
  const found = findComment(comments, author);
  if (found !== undefined)
    return found.body === body ? { kind: "leave" } : { kind: "update", id: found.id, body };
  return isQuiet(plan) ? { kind: "leave" } : { kind: "create", body };
}
