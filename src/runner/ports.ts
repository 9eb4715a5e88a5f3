/** What an action sees of the machine that runs it. */

/** The run an action is part of. */
export interface Run {
  /** `pull_request`, `push`, … */
  readonly event: string;
  /** The event's payload; an empty object where there is none. */
  readonly payload: unknown;
  /** `owner/name` */
  readonly repository: string;
  /** The commit that was checked out. */
  readonly sha: string;
  /** Root of GitHub's API, without a slash at its end. */
  readonly apiUrl: string;
  /** URL under which the action's own files can be read, with a slash at its end. */
  readonly actionFiles: string;
  /** The checkout: an absolute path. */
  readonly workspace: string;
  /** The branch that started the run, or the tag. */
  readonly ref: string;
  /** What of the action runs: a branch, a tag or a commit; empty where it lies in this very repository. */
  readonly actionRef: string;
  /** The run's page. */
  readonly url: string;
  /** Who started the run, and who started this attempt of it: logins; and the number of the first, which no renaming changes. */
  readonly actor: string;
  readonly triggeringActor: string;
  readonly actorId: string;
  /** A folder that is emptied before and after each job: an absolute path. */
  readonly temp: string;
  /** A folder that jobs share: an absolute path. */
  readonly toolCache: string;
}

/** Everything an action asks of a runner and tells it. */
export interface Runner {
  readonly run: Run;
  /** The text of an input, trimmed; empty where it was not given. */
  readonly input: (name: string) => string;
  /** Hides a value in every later line. */
  readonly hide: (secret: string) => void;
  /** Writes to the log as it is: the text may hold workflow commands. It ends with a newline. */
  readonly print: (text: string) => void;
  readonly setOutput: (name: string, value: string) => void;
  /** Keeps a value for the action's own post step. It is written to a file: no secrets. */
  readonly saveState: (name: string, value: string) => void;
  /** What the main step kept; empty where it kept nothing. */
  readonly state: (name: string) => string;
  /** Adds Markdown to the job's summary. */
  readonly summarize: (markdown: string) => Promise<void>;
  /** Makes the step fail; with a sentence, the run's page shows it. */
  readonly fail: (sentence?: string) => void;
}
