/** What each route does to the repository, and answers. Refusals are those that GitHub gives and its description does not say. */
import {
  checkRunJson,
  commentJson,
  deploymentJson,
  environmentJson,
  issueJson,
  pullJson,
  runJson,
  statusJson,
} from "./answers.ts";
import type { Repository } from "./repository.ts";

/** A request that the description allows. */
export interface Asked {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  // What the description says of a body was checked before a route is asked.
  readonly body: Readonly<Record<string, unknown>>;
  /** Login of the token. */
  readonly login: string;
}

/** A list is answered in pages. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** What a route does. */
export type Handle = (repository: Repository, asked: Asked) => Answered;

const ok = (body: unknown): Answered => ({ status: 200, body });
const created = (body: unknown): Answered => ({ status: 201, body });
const refused = (message: string): Answered => ({
  status: 422,
  body: {
    message: "Validation Failed",
    documentation_url: "https://docs.github.example",
    errors: [{ code: "custom", message }],
  },
});
const found = <T>(value: T | undefined, body: (value: T) => unknown): Answered =>
  value === undefined ? { status: 404, body: { message: "Not Found" } } : ok(body(value));

const LONGEST_COMMENT = 65_536;
const LONGEST_DESCRIPTION = 140;
/** GitHub says no limit of a payload; its other texts end at this. */
const LONGEST_PAYLOAD = 65_535;

const ISSUES: Readonly<Record<string, Handle>> = {
  "get /repos/{owner}/{repo}/issues": (repository, { query }) => {
    const state = query.get("state") ?? "open";
    const wanted = (query.get("labels") ?? "").split(",").filter((label) => label !== "");
    const matching = repository.issues.filter(
      (issue) =>
        (state === "all" || issue.state === state) && wanted.every((label) => issue.labels.includes(label)),
    );
    return ok(matching.toReversed().map(issueJson));
  },
  "post /repos/{owner}/{repo}/issues": (repository, { body, login }) => {
    const text = String(body["body"] ?? "");
    if (text.length > LONGEST_COMMENT) return refused(`body is too long (maximum is ${LONGEST_COMMENT})`);
    const labels = (body["labels"] ?? []) as readonly string[];
    const issue = repository.addIssue({ title: String(body["title"]), body: text, labels, author: login });
    return created(issueJson(issue));
  },
  "patch /repos/{owner}/{repo}/issues/{issue_number}": (repository, { parameters, body }) => {
    const index = repository.issues.findIndex(({ number }) => number === Number(parameters["issue_number"]));
    const old = repository.issues[index];
    if (old === undefined) return found(undefined, String);
    const { title = old.title, body: text = old.body, state = old.state } = body as Partial<typeof old>;
    const issue = { ...old, title, body: text, state };
    repository.issues[index] = issue;
    return ok(issueJson(issue));
  },
};

/** By the route's name. */
export const ROUTES: Readonly<Record<string, Handle>> = {
  ...ISSUES,
  "get /repos/{owner}/{repo}/issues/{issue_number}/comments": (repository, { parameters }) => {
    const issue = Number(parameters["issue_number"]);
    return ok(repository.comments.filter((comment) => comment.issue === issue).map(commentJson));
  },
  "post /repos/{owner}/{repo}/issues/{issue_number}/comments": (repository, { parameters, body, login }) => {
    const text = String(body["body"]);
    if (text.length > LONGEST_COMMENT) return refused(`body is too long (maximum is ${LONGEST_COMMENT})`);
    const issue = Number(parameters["issue_number"]);
    const comment = { id: repository.nextId(), issue, author: login, body: text };
    repository.comments.push(comment);
    return created(commentJson(comment));
  },
  "patch /repos/{owner}/{repo}/issues/comments/{comment_id}": (repository, { parameters, body, login }) => {
    const comment = repository.comments.find(({ id }) => id === Number(parameters["comment_id"]));
    const text = String(body["body"]);
    if (text.length > LONGEST_COMMENT) return refused(`body is too long (maximum is ${LONGEST_COMMENT})`);
    if (comment !== undefined && comment.author !== login)
      return { status: 403, body: { message: "Resource not accessible by integration" } };
    if (comment !== undefined) comment.body = text;
    return found(comment, commentJson);
  },
  "post /repos/{owner}/{repo}/check-runs": (repository, { body }) => {
    const output = outputOf(body);
    const wrong = wrongAnnotation(output.annotations);
    if (wrong !== undefined) return refused(wrong);
    const run = {
      id: repository.nextId(),
      name: String(body["name"]),
      sha: String(body["head_sha"]),
      conclusion: String(body["conclusion"]),
      ...output,
    };
    repository.checkRuns.push(run);
    return created(checkRunJson(run));
  },
  "patch /repos/{owner}/{repo}/check-runs/{check_run_id}": (repository, { parameters, body }) => {
    const index = repository.checkRuns.findIndex(({ id }) => id === Number(parameters["check_run_id"]));
    const old = repository.checkRuns[index];
    const output = outputOf(body);
    const wrong = wrongAnnotation(output.annotations);
    if (wrong !== undefined) return refused(wrong);
    if (old === undefined) return found(undefined, String);
    const run = { ...old, annotations: [...old.annotations, ...output.annotations] };
    repository.checkRuns[index] = run;
    return ok(checkRunJson(run));
  },
  "get /repos/{owner}/{repo}/deployments": (repository, { query }) => {
    const wanted = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
    const matching = repository.deployments.filter(
      ({ task, environment, ref }) =>
        wanted("task", task) &&
        wanted("environment", environment) &&
        wanted("sha", ref) &&
        wanted("ref", ref),
    );
    return ok(matching.toReversed().map(deploymentJson));
  },
  "post /repos/{owner}/{repo}/deployments": (repository, { body, login }) => {
    if (body["auto_merge"] !== false) return conflict("Conflict merging main into the ref.");
    if (!isEmptyList(body["required_contexts"])) return conflict("Commit status checks failed.");
    const payload = body["payload"] ?? {};
    const description = String(body["description"] ?? "");
    if (Buffer.byteLength(JSON.stringify(payload)) > LONGEST_PAYLOAD) return refused("payload is too long");
    if (description.length > LONGEST_DESCRIPTION) return refused("description is too long");
    const deployment = repository.addDeployment({
      ref: String(body["ref"]),
      task: String(body["task"] ?? "deploy"),
      environment: String(body["environment"] ?? "production"),
      transient: body["transient_environment"] === true,
      description,
      payload,
      author: login,
    });
    return created(deploymentJson(deployment));
  },
  "get /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": (repository, { parameters }) => {
    const deployment = repository.deployments.find(({ id }) => id === Number(parameters["deployment_id"]));
    return found(deployment, ({ statuses }) => statuses.toReversed().map(statusJson));
  },
  "post /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": (repository, { parameters, body }) => {
    const id = Number(parameters["deployment_id"]);
    if (repository.deployments.every((deployment) => deployment.id !== id)) return found(undefined, String);
    const description = String(body["description"] ?? "");
    if (description.length > LONGEST_DESCRIPTION) return refused("description is too long");
    const given = { state: String(body["state"]), description, logUrl: String(body["log_url"] ?? "") };
    return created(statusJson(repository.addStatus(id, given, body["auto_inactive"] !== false)));
  },
  "get /repos/{owner}/{repo}/commits/{commit_sha}/pulls": (repository, { parameters }) => {
    const sha = parameters["commit_sha"] ?? "";
    const pulls = repository.pulls.filter(({ head, commits }) => head === sha || commits.includes(sha));
    return ok(pulls.map((pull) => pullJson(pull, "pull-request-simple")));
  },
  "get /repos/{owner}/{repo}/pulls/{pull_number}": (repository, { parameters }) =>
    found(
      repository.pulls.find(({ number }) => number === Number(parameters["pull_number"])),
      (pull) => pullJson(pull, "pull-request"),
    ),
  "get /repos/{owner}/{repo}/actions/runs/{run_id}": (repository, { parameters }) =>
    found(
      repository.runs.find(({ id }) => id === Number(parameters["run_id"])),
      runJson,
    ),
  "get /repos/{owner}/{repo}/environments/{environment_name}": (repository, { parameters }) =>
    found(
      repository.environments.find(({ name }) => name === parameters["environment_name"]),
      environmentJson,
    ),
};

function conflict(message: string): Answered {
  return { status: 409, body: { message, documentation_url: "https://docs.github.example" } };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

type Annotation = Readonly<Record<string, unknown>>;

function outputOf(body: Readonly<Record<string, unknown>>) {
  const output = (body["output"] ?? {}) as Readonly<Record<string, unknown>>;
  const annotations = (output["annotations"] ?? []) as readonly Annotation[];
  return { summary: String(output["summary"] ?? ""), annotations };
}

/** What GitHub says in prose only. */
function wrongAnnotation(annotations: readonly Annotation[]): string | undefined {
  const wrong = annotations.find((annotation) => !hasPlace(annotation) || !hasTexts(annotation));
  return wrong && `an annotation is wrong: ${JSON.stringify(wrong)}`;
}

function hasPlace(annotation: Annotation): boolean {
  const [start, end] = [Number(annotation["start_line"]), Number(annotation["end_line"])];
  const [first, last] = [annotation["start_column"], annotation["end_column"]];
  if (!(start >= 1 && end >= start)) return false;
  if (start !== end) return first === undefined && last === undefined;
  return Number(last ?? Infinity) >= Number(first ?? 1) && Number(first ?? 1) >= 1;
}

function hasTexts({ title = "", message, path }: Annotation): boolean {
  const isShort = String(title).length <= 255 && Buffer.byteLength(String(message)) <= 65_536;
  return isShort && message !== "" && /^[^/]/.test(String(path));
}
