/** What the stand-in holds, in GitHub's words. */
import type {
  StoredCheckRun,
  StoredComment,
  StoredDeployment,
  StoredEnvironment,
  StoredIssue,
  StoredPull,
  StoredRun,
  StoredStatus,
} from "./repository.ts";
import { sample } from "./sample.ts";

type Json = Record<string, unknown>;
const SITE = "https://github.example/acme/fleet";
const isBot = (login: string): boolean => login.endsWith("[bot]");

/** A user or a bot. */
export function userJson(login: string): Json {
  return sample("simple-user", { login, type: isBot(login) ? "Bot" : "User" });
}

/** A comment. */
export function commentJson({ id, issue, author, body }: StoredComment): Json {
  const html_url = `${SITE}/pull/${issue}#issuecomment-${id}`;
  return sample("issue-comment", { id, body, html_url, user: userJson(author) });
}

/** An issue. */
export function issueJson({ number, title, body, author, labels, state, isPull }: StoredIssue): Json {
  const html_url = `${SITE}/issues/${number}`;
  const own = { number, title, body, state, html_url, user: userJson(author) };
  const pull = { url: html_url, html_url, diff_url: html_url, patch_url: html_url };
  const names = labels.map((name) => ({ name }));
  return sample("issue", { ...own, labels: names, ...(isPull ? { pull_request: pull } : {}) });
}

/** A check run. */
export function checkRunJson({ id, name, sha, conclusion, annotations }: StoredCheckRun): Json {
  const output = {
    title: null,
    summary: null,
    text: null,
    annotations_count: annotations.length,
    annotations_url: `${SITE}/check-runs/${id}/annotations`,
  };
  const own = { id, name, head_sha: sha, conclusion, status: "completed", html_url: `${SITE}/runs/${id}` };
  return sample("check-run", { ...own, output });
}

/** A deployment. */
export function deploymentJson(deployment: StoredDeployment): Json {
  const { id, ref, task, environment, description, payload, author, created } = deployment;
  return sample("deployment", {
    ...{ id, ref, sha: ref, task, environment, original_environment: environment, payload },
    description: description === "" ? null : description,
    creator: userJson(author),
    created_at: created,
    updated_at: created,
    transient_environment: deployment.transient,
  });
}

/** A state of a deployment. */
export function statusJson({ id, state, description, logUrl }: StoredStatus): Json {
  return sample("deployment-status", { id, state, description, log_url: logUrl || SITE, creator: null });
}

/** A pull request: whole, or as one of a list. */
export function pullJson(pull: StoredPull, form: "pull-request" | "pull-request-simple"): Json {
  const { number, title, merged } = pull;
  const own = { number, title, state: merged ? "closed" : "open", html_url: `${SITE}/pull/${number}` };
  const whole = sample(form, own);
  const head = whole["head"] as Json;
  const base = whole["base"] as Json;
  const repo = { ...(base["repo"] as Json), full_name: pull.from, fork: pull.from !== "acme/fleet" };
  return {
    ...whole,
    merged_at: merged ? "2026-01-01T00:00:00Z" : null,
    ...(form === "pull-request" ? { merged } : {}),
    head: { ...head, sha: pull.head, ref: "change", repo },
    base: { ...base, ref: pull.base },
  };
}

/** A run of a workflow. */
export function runJson({ id, status, conclusion }: StoredRun): Json {
  return sample("workflow-run", { id, status, conclusion, run_attempt: 1 });
}

/** An environment. */
export function environmentJson(environment: StoredEnvironment): Json {
  const { name, branches, reviewers, isSelfReviewPrevented: prevented } = environment;
  const people = reviewers.map((login) => ({ type: "User", reviewer: userJson(login) }));
  const rule = {
    id: 1,
    node_id: "x",
    type: "required_reviewers",
    prevent_self_review: prevented,
    reviewers: people,
  };
  const policy = {
    protected_branches: branches === "protected",
    custom_branch_policies: branches === "custom",
  };
  return sample("environment", {
    name,
    can_admins_bypass: environment.canAdminsBypass ?? false,
    protection_rules: reviewers.length > 0 ? [rule] : [],
    deployment_branch_policy: branches === "all" ? null : policy,
  });
}
