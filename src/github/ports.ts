/** What the toolkit asks of GitHub, and what it is answered. Types only. */
import type { CheckRequest } from "./check-run.ts";

/** Where and as whom GitHub is asked. */
export interface Access {
  /** Root of the REST API, without a slash at its end: `https://api.github.com`, `https://HOST/api/v3`. */
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  /** Empty where there is none. */
  readonly token: string;
}

/**
 * Why there is no answer.
 * `not-allowed`: no token, or one that may not do this. `not-found`: so GitHub says; of what a token may not
 * see it says the same. `refused`: the request is wrong (409, 422, …); asking again mends nothing.
 * `limited`: the token's budget is used up for longer than we wait. `unavailable`: 5xx, no network, no answer in time;
 * a write may have been done. `unreadable`: an answer that is not what GitHub's description says.
 */
export type Fault = "not-allowed" | "not-found" | "refused" | "limited" | "unavailable" | "unreadable";

/** What GitHub answered; else one sentence that says what was asked and why it was not done. */
export type Answer<T> = { readonly ok: true; readonly value: T } | NoAnswer;
export interface NoAnswer {
  readonly ok: false;
  readonly fault: Fault;
  readonly message: string;
}

/** A comment on an issue or a pull request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  /** Login of who wrote it; empty where GitHub knows nobody. */
  readonly author: string;
  readonly url: string;
}

/** An open issue; pull requests are none. */
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** Login of who wrote it; empty where GitHub knows nobody. */
  readonly author: string;
  readonly url: string;
  readonly labels: readonly string[];
}

/** What an issue is to say. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** A deployment. Whoever may write to the repository may have made it: `payload` is anything. */
export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly task: string;
  readonly environment: string;
  readonly payload: unknown;
  /** Login of who made it; empty where GitHub knows nobody. */
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly created: string;
}

/** A deployment to make. It never merges and waits for no check: what is deployed was reviewed before. */
export interface NewDeployment {
  /** The commit. */
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** States the toolkit gives a deployment. */
export type DeploymentState = "in_progress" | "success" | "failure" | "error" | "inactive";

/** A status of a deployment. */
export interface DeploymentStatus {
  readonly state: DeploymentState;
  /** At most 140 characters; the rest is cut. */
  readonly description: string;
  /** The run's page. */
  readonly logUrl: string;
}

/** Which deployments to list. */
export interface DeploymentQuery {
  readonly task: string;
  readonly environment?: string;
}

/** A pull request. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: string;
  /** Commit of its head, and `owner/name` of where that lies; empty where that repository is gone. */
  readonly head: string;
  readonly from: string;
  /** Branch it goes to. */
  readonly base: string;
  readonly merged: boolean;
}

/** A run of a workflow. `conclusion` is null until `status` is `completed`. */
export interface WorkflowRun {
  readonly status: string;
  readonly conclusion: string | null;
  /** How often it was started: 1 at first. */
  readonly attempt: number;
}

/** What protects an environment. */
export interface Environment {
  /** How many people and teams may approve a job in it; where there is one, one has to. */
  readonly reviewers: number;
  /** Whether who started a run may not approve it. */
  readonly isSelfReviewPrevented: boolean;
  /** Whether administrators wait for an approval too. */
  readonly isBypassPrevented: boolean;
}

/** GitHub, for one repository. Nothing here throws: what goes wrong is an answer. */
export interface GitHub {
  /**
   * Login that this token writes as. Asked once; of tokens that cannot say (and where GitHub does not answer) it is
   * taken to be the one of every job's own token, `github-actions[bot]`.
   */
  readonly whoAmI: () => Promise<string>;
  /** Comments of an issue or pull request, oldest first. */
  readonly comments: (issue: number) => Promise<Answer<readonly Comment[]>>;
  /** Not tried again where GitHub may have written it: `unavailable` then, and the next run finds it. */
  readonly createComment: (issue: number, body: string) => Promise<Answer<Comment>>;
  readonly updateComment: (id: number, body: string) => Promise<Answer<Comment>>;
  /** The open issues with a label. */
  readonly openIssues: (label: string) => Promise<Answer<readonly Issue[]>>;
  /** Not tried again where GitHub may have made it: `unavailable` then, and the next run finds it. */
  readonly createIssue: (text: IssueText, label: string) => Promise<Answer<Issue>>;
  readonly updateIssue: (number: number, text: IssueText) => Promise<Answer<Issue>>;
  /** Closes an issue as completed. */
  readonly closeIssue: (number: number) => Promise<Answer<Issue>>;
  /** Creates a check run; the value is its id and page. */
  readonly createCheckRun: (request: CheckRequest) => Promise<Answer<CheckRunPage>>;
  /** Adds annotations to one. */
  readonly updateCheckRun: (
    id: number,
    request: Pick<CheckRequest, "name" | "output">,
  ) => Promise<Answer<CheckRunPage>>;
  /** Deployments newest first, page by page, as far as they are asked for; ends with the first fault. */
  readonly deployments: (query: DeploymentQuery) => AsyncGenerator<Answer<readonly Deployment[]>, void>;
  readonly createDeployment: (deployment: NewDeployment) => Promise<Answer<Deployment>>;
  /** States of a deployment, newest first. */
  readonly deploymentStatuses: (id: number) => Promise<Answer<readonly string[]>>;
  readonly createDeploymentStatus: (id: number, status: DeploymentStatus) => Promise<Answer<number>>;
  /** Pull requests that brought a commit, or hold it. */
  readonly pullRequestsOf: (sha: string) => Promise<Answer<readonly PullRequest[]>>;
  /** A run; needs `actions: read`. */
  readonly workflowRun: (id: number) => Promise<Answer<WorkflowRun>>;
  /** An environment's rules; needs `actions: read`. */
  readonly environment: (name: string) => Promise<Answer<Environment>>;
}

/** A check run and its page. */
export interface CheckRunPage {
  readonly id: number;
  readonly url: string;
}
