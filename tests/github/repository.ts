/** What a repository at the stand-in holds. Tests read it, and put into it what was there before. */

/** A comment on an issue or a pull request. */
export interface StoredComment {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  body: string;
}

/** An issue. */
export interface StoredIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly labels: readonly string[];
  readonly state: "open" | "closed";
  /** To GitHub a pull request is one too. */
  readonly isPull: boolean;
}

/** A check run: what created it, and all its annotations. */
export interface StoredCheckRun {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  readonly conclusion: string;
  readonly summary: string;
  readonly annotations: readonly Readonly<Record<string, unknown>>[];
}

/** A state of a deployment. */
export interface StoredStatus {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly logUrl: string;
}

/** A deployment; its newest state is the last. */
export interface StoredDeployment {
  readonly id: number;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: unknown;
  readonly author: string;
  readonly created: string;
  readonly transient: boolean;
  readonly statuses: readonly StoredStatus[];
}

/** A pull request. */
export interface StoredPull {
  readonly number: number;
  readonly title: string;
  readonly head: string;
  readonly base: string;
  /** `owner/name` its head lies in. */
  readonly from: string;
  readonly merged: boolean;
  /** Commits it brought: `commits/{sha}/pulls` finds it by them, and by its head. */
  readonly commits: readonly string[];
}

/** A run of a workflow. */
export interface StoredRun {
  readonly id: number;
  readonly status: string;
  readonly conclusion: string | null;
}

/** An environment. */
export interface StoredEnvironment {
  readonly name: string;
  /** Who may deploy to it: `protected` branches, those of `custom` patterns, or all. */
  readonly branches: "all" | "protected" | "custom";
  /** Logins of those of whom one has to approve a job. */
  readonly reviewers: readonly string[];
  /** Whether who started a run may not approve it. */
  readonly isSelfReviewPrevented: boolean;
  /** Whether administrators need no approval; as long as nobody unchecks it GitHub says so. */
  readonly canAdminsBypass?: boolean;
}

/** The whole. */
export class Repository {
  readonly comments: StoredComment[] = [];
  readonly issues: StoredIssue[] = [];
  readonly checkRuns: StoredCheckRun[] = [];
  /** Oldest first. */
  readonly deployments: StoredDeployment[] = [];
  readonly pulls: StoredPull[] = [];
  readonly runs: StoredRun[] = [];
  readonly environments: StoredEnvironment[] = [];
  #last = 4710;

  /** A number that nothing else has. */
  nextId(): number {
    this.#last += 1;
    return this.#last;
  }

  /** Puts an issue there; without more said, an open one of a job's token. */
  addIssue(given: Partial<StoredIssue>): StoredIssue {
    const issue: StoredIssue = {
      number: given.number ?? this.nextId(),
      title: "An issue",
      body: "",
      author: "github-actions[bot]",
      labels: [],
      state: "open",
      isPull: false,
      ...given,
    };
    this.issues.push(issue);
    return issue;
  }

  /** Puts a deployment there; without more said, one of a job's token, just now. */
  addDeployment(
    given: Partial<StoredDeployment> & Pick<StoredDeployment, "task" | "environment">,
  ): StoredDeployment {
    const deployment = {
      id: this.nextId(),
      ref: "c".repeat(40),
      description: "",
      payload: {},
      author: "github-actions[bot]",
      created: `${new Date().toISOString().slice(0, 19)}Z`,
      transient: false,
      statuses: [],
      ...given,
    };
    this.deployments.push(deployment);
    return deployment;
  }

  /** Gives a deployment a state. A success makes the earlier ones of its environment inactive, as at GitHub. */
  addStatus(id: number, given: Omit<StoredStatus, "id">, isAlone = true): StoredStatus {
    const status = { id: this.nextId(), ...given };
    const owner = this.deployments.find((deployment) => deployment.id === id);
    if (owner === undefined) throw new Error(`there is no deployment ${id}`);
    if (given.state === "success" && isAlone) this.#retireBefore(owner);
    this.#replace(owner, status);
    return status;
  }

  #retireBefore(owner: StoredDeployment): void {
    const others = this.deployments.filter(
      ({ id, environment, transient, statuses }) =>
        id !== owner.id &&
        environment === owner.environment &&
        !transient &&
        statuses.at(-1)?.state === "success",
    );
    for (const other of others)
      this.#replace(other, { id: this.nextId(), state: "inactive", description: "", logUrl: "" });
  }

  #replace(deployment: StoredDeployment, status: StoredStatus): void {
    const index = this.deployments.findIndex(({ id }) => id === deployment.id);
    this.deployments[index] = { ...deployment, statuses: [...deployment.statuses, status] };
  }
}
