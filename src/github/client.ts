/** GitHub's REST API for one repository: each request once, its answer reduced to what the toolkit uses. */
import { z } from "zod";
import * as answers from "./answers.ts";
import { issuesOf } from "./issues.ts";
import { gather, PAGE, pages, type Place } from "./pages.ts";
import { PATIENCE, type Patience } from "./patience.ts";
import type { Access, Answer, Deployment, DeploymentQuery, GitHub } from "./ports.ts";
import { openTransport, type Transport } from "./transport.ts";

/** Login of the token that GitHub gives every job. */
export const JOB_LOGIN = "github-actions[bot]";

/** Characters of a deployment's description, and of a status', that GitHub takes. */
const LONGEST_DESCRIPTION = 140;

/** Deployments of a page: each may bring a payload of 60 kB. */
const PAGE_OF_DEPLOYMENTS = 30;

/** Opens GitHub. Nothing is asked, and nothing loaded, before the first call. */
export function openGitHub(access: Access, patience: Patience = PATIENCE): GitHub {
  const transport = openTransport(access, patience);
  const [owner = "", repo = ""] = access.repository.split("/");
  const place = { owner, repo };
  return {
    ...commentsOf(transport, place),
    ...issuesOf(transport, place),
    ...checksOf(transport, place),
    ...deploymentsOf(transport, place),
    ...factsOf(transport, place),
    whoAmI: once(() => whoAmI(transport)),
  };
}

function commentsOf({ ask, askPage }: Transport, place: Place) {
  return {
    comments: (issue) =>
      gather(
        pages(
          askPage,
          (page) => (octokit) =>
            octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
              ...place,
              ...page,
              issue_number: issue,
            }),
          answers.comment,
        ),
      ),
    createComment: (issue, body) =>
      ask(
        (octokit) =>
          octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
            ...place,
            issue_number: issue,
            body,
            request: { once: true },
          }),
        answers.comment,
      ),
    updateComment: (id, body) =>
      ask(
        (octokit) =>
          octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
            ...place,
            comment_id: id,
            body,
          }),
        answers.comment,
      ),
  } satisfies Partial<GitHub>;
}

function checksOf({ ask }: Transport, place: Place) {
  return {
    createCheckRun: ({ output, ...request }) =>
      ask(
        (octokit) =>
          octokit.request("POST /repos/{owner}/{repo}/check-runs", {
            ...place,
            ...request,
            output: { ...output, annotations: [...output.annotations] },
          }),
        answers.checkRun,
      ),
    updateCheckRun: (id, { name, output }) =>
      ask(
        (octokit) =>
          octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
            ...place,
            check_run_id: id,
            name,
            output: { ...output, annotations: [...output.annotations] },
          }),
        answers.checkRun,
      ),
  } satisfies Partial<GitHub>;
}

function deploymentsOf({ ask, askPage }: Transport, place: Place) {
  return {
    deployments: (query: DeploymentQuery) =>
      pages(
        askPage,
        (page) => (octokit) =>
          octokit.request("GET /repos/{owner}/{repo}/deployments", { ...place, ...page, ...query }),
        answers.deployment,
        PAGE_OF_DEPLOYMENTS,
      ),
    createDeployment: ({ description, ...deployment }): Promise<Answer<Deployment>> =>
      ask(
        (octokit) =>
          octokit.request("POST /repos/{owner}/{repo}/deployments", {
            ...place,
            ...deployment,
            description: cut(description),
            // GitHub's defaults would merge the default branch into the ref, and wait for every check.
            auto_merge: false,
            required_contexts: [],
          }),
        answers.deployment,
      ),
    deploymentStatuses: (id: number) =>
      gather(
        pages(
          askPage,
          (page) => (octokit) =>
            octokit.request("GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
              ...place,
              ...page,
              deployment_id: id,
            }),
          answers.state,
        ),
      ),
    createDeploymentStatus: (id, { state, description, logUrl }) =>
      ask(
        (octokit) =>
          octokit.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
            ...place,
            deployment_id: id,
            state,
            description: cut(description),
            log_url: logUrl,
          }),
        answers.identified,
      ),
  } satisfies Partial<GitHub>;
}

function factsOf({ ask }: Transport, place: Place) {
  return {
    pullRequestsOf: (sha) =>
      ask(
        (octokit) =>
          octokit.request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
            ...place,
            commit_sha: sha,
            per_page: PAGE,
          }),
        z.array(answers.pullRequest),
      ),
    workflowRun: (id) =>
      ask(
        (octokit) =>
          octokit.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", { ...place, run_id: id }),
        answers.workflowRun,
      ),
    environment: (name) =>
      ask(
        (octokit) =>
          octokit.request("GET /repos/{owner}/{repo}/environments/{environment_name}", {
            ...place,
            environment_name: name,
          }),
        answers.environment,
      ),
  } satisfies Partial<GitHub>;
}

/**
 * `GET /user` is forbidden to the token of a job and to that of an App; the viewer of the GraphQL API is
 * known to all of them.
 */
async function whoAmI({ ask }: Transport): Promise<string> {
  const viewer = await ask(
    async (octokit) => ({ data: await octokit.graphql("query { viewer { login } }") }),
    answers.viewer,
  );
  return viewer.ok ? viewer.value : JOB_LOGIN;
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}

/** What GitHub takes of a description. */
function cut(description: string): string {
  const line = description.replace(/\s+/g, " ").trim();
  return line.length > LONGEST_DESCRIPTION ? `${line.slice(0, LONGEST_DESCRIPTION - 1)}…` : line;
}
