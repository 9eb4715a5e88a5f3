/** What a deploy needs of the outside world: one small interface, so that its story can be told with recorded answers. */
import type { ResultEvent } from "../ansible/events.ts";
import type { RunVariables } from "../ansible/inventory.ts";
import type { HostName } from "../release/desired.ts";
import type { Relation } from "./refuse-release.ts";

/** The playbooks that are run. */
export type Playbook =
  | "ask.yml"
  | "prepare.yml"
  | "deploy.yml"
  | "put_back.yml"
  | "note.yml"
  | "backup.yml"
  | "backups.yml"
  | "restore.yml"
  | "undo.yml"
  | "accept.yml";

/** One run of a playbook. */
export interface Play {
  readonly playbook: Playbook;
  /** The hosts it runs on, with variables of their own. */
  readonly hosts: readonly { readonly name: HostName; readonly variables?: RunVariables }[];
  /** Variables of all of them. */
  readonly variables: RunVariables;
  /** A question that a transaction of the same hosts may follow: it then goes on in the same run of Ansible. */
  readonly goesOn?: true;
}

/** What a run of a playbook said; texts are redacted already. */
export interface PlayEnd {
  readonly results: readonly ResultEvent[];
  /** Exit code of Ansible; null where a signal ended it. */
  readonly code: number | null;
  /** The last lines that were no events. */
  readonly noise: readonly string[];
}

/** The world of a deploy. */
export interface Edges {
  readonly play: (play: Play) => Promise<PlayEnd>;
  readonly sleep: (seconds: number) => Promise<void>;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** A random token for a new transaction. */
  readonly newToken: () => string;
  /** How the commit that is deployed stands to one that a host has seen. */
  readonly relationTo: (commit: string) => Promise<Relation>;
  /** Tells a person what goes on: one line without a newline. */
  readonly say: (line: string) => void;
  /** Whether a person or the runner asked to stop. */
  readonly isStopped: () => boolean;
}
