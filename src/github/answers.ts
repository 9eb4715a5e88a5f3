/** The forms of GitHub's answers, reduced to what the toolkit reads. Pure. */
import { z } from "zod";
import type {
  Comment,
  CheckRunPage,
  Deployment,
  Environment,
  Issue,
  PullRequest,
  WorkflowRun,
} from "./ports.ts";

const user = z
  .object({ login: z.string() })
  .nullish()
  .transform((value) => value?.login ?? "");

/** A comment. */
export const comment = z
  .object({ id: z.int(), body: z.string().nullish(), user, html_url: z.string() })
  .transform(({ id, body, user: author, html_url: url }): Comment => ({ id, body: body ?? "", author, url }));

const label = z
  .union([z.string(), z.object({ name: z.string().nullish() })])
  .transform((value) => (typeof value === "string" ? value : (value.name ?? "")));

/** An issue, or a pull request: to GitHub that is one too. */
export const issue = z
  .object({
    number: z.int(),
    title: z.string(),
    body: z.string().nullish(),
    user,
    html_url: z.string(),
    labels: z.array(label),
    pull_request: z.unknown().optional(),
  })
  .transform(
    ({
      number,
      title,
      body,
      user: author,
      html_url: url,
      labels,
      pull_request: pull,
    }): Issue & {
      readonly isPull: boolean;
    } => ({
      number,
      title,
      body: body ?? "",
      author,
      url,
      labels,
      isPull: pull !== undefined && pull !== null,
    }),
  );

/** A check run. */
export const checkRun = z
  .object({ id: z.int(), html_url: z.string().nullish() })
  .transform(({ id, html_url: url }): CheckRunPage => ({ id, url: url ?? "" }));

/** A deployment, whatever its payload. */
export const deployment = z
  .object({
    id: z.int(),
    sha: z.string(),
    task: z.string(),
    environment: z.string(),
    payload: z.unknown(),
    creator: user,
    created_at: z.string(),
  })
  .transform(({ creator: author, created_at: created, ...rest }): Deployment => ({
    ...rest,
    author,
    created,
  }));

/** The state of a deployment's status. */
export const state = z.object({ state: z.string() }).transform((value) => value.state);

/** The id of anything. */
export const identified = z.object({ id: z.int() }).transform(({ id }) => id);

/** A pull request. */
export const pullRequest = z
  .object({
    number: z.int(),
    title: z.string(),
    html_url: z.string(),
    state: z.string(),
    merged_at: z.string().nullish(),
    head: z.object({ sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
    base: z.object({ ref: z.string() }),
  })
  .transform(({ number, title, html_url: url, state: at, merged_at: merged, head, base }): PullRequest => ({
    number,
    title,
    url,
    state: at,
    head: head.sha,
    from: head.repo?.full_name ?? "",
    base: base.ref,
    merged: typeof merged === "string",
  }));

/** A run of a workflow. */
export const workflowRun = z
  .object({
    status: z.string().nullable(),
    conclusion: z.string().nullable(),
    run_attempt: z.int().default(1),
  })
  .transform(({ status, conclusion, run_attempt: attempt }): WorkflowRun => ({
    status: status ?? "",
    conclusion,
    attempt,
  }));

const rule = z.object({
  type: z.string(),
  prevent_self_review: z.boolean().optional(),
  reviewers: z.array(z.unknown()).optional(),
});

/** An environment. GitHub tells of `can_admins_bypass` since 2023, and does not describe it; by default it is true. */
export const environment = z
  .object({ protection_rules: z.array(rule).nullish(), can_admins_bypass: z.boolean().default(true) })
  .transform(({ protection_rules: rules, can_admins_bypass: canBypass }): Environment => {
    const review = rules?.find(({ type }) => type === "required_reviewers");
    return {
      reviewers: review?.reviewers?.length ?? 0,
      isSelfReviewPrevented: review?.prevent_self_review === true,
      isBypassPrevented: !canBypass,
    };
  });

/** Who a token is, by the GraphQL API. */
export const viewer = z
  .object({ viewer: z.object({ login: z.string().min(1) }) })
  .transform((value) => value.viewer.login);
