/** What the playbooks are given, as variables of the generated inventory. The names are a contract with `playbooks/`. */

import type { Purpose } from "../backup/set.ts";
import type { Phase } from "../release/desired.ts";

/** Variables every host has, in every playbook. */
export interface HostVariables {
  readonly ansible_host: string;
  readonly ansible_port: number;
  readonly ansible_user: string;
  readonly ansible_python_interpreter: string;
  /** The host's desired state: JSON, gzip, base64; absent where nothing is deployed. */
  readonly oml_desired?: string;
}

/** What `deploy.yml` and `put_back.yml` are given beside; the numbers may differ between hosts in `put_back.yml`. */
export interface TransactionVariables {
  readonly oml_transaction: number;
  readonly oml_token: string;
  /** Who runs, for messages: letters, digits and `@._:/-` only. */
  readonly oml_by: string;
  /** Do not wait for calls to end. */
  readonly oml_now: boolean;
  /** Write over missing and foreign markers. */
  readonly oml_new_data: boolean;
  /** The backup set that was taken of the data before they are touched; empty: none was. */
  readonly oml_safety_set: string;
  /** The phases this host is asked to apply. */
  readonly oml_phases: readonly Phase[];
}

/** What `put_back.yml` is given beside a transaction. */
export interface PutBackVariables {
  /** Remember the release as put back. */
  readonly oml_hold: boolean;
  /** Why, one sentence without braces. */
  readonly oml_reason: string;
}

/** What `prepare.yml` is given. */
export interface PrepareVariables {
  /** `America/Argentina/Cordoba` */
  readonly oml_time_zone: string;
  /** Fingerprint of the preparation, kept on the host: the next *ask* returns it. */
  readonly oml_prepared: string;
}

/** What the playbooks about backup sets are given beside `oml_by`. */
export interface BackupVariables {
  /** The host's order: JSON, gzip, base64. */
  readonly oml_order: string;
  /** The set to begin, or the one that is asked about. */
  readonly oml_set: string;
  /** What `backups.yml` asks. */
  readonly oml_operation: string;
  /** What the set is taken for; empty: for itself. One that has a purpose shows the data as they are now. */
  readonly oml_purpose: Purpose | "";
  /** Whether what a restore left goes after a time. */
  readonly oml_expires: boolean;
  /** The sets it removes, where it is asked to. */
  readonly oml_sets: readonly string[];
  /** Whether it spares what was read back whole meanwhile. */
  readonly oml_unverified: boolean;
}

/** What `restore.yml` is given beside a backup's: its `oml_set` is the one taken of what is there before. */
export interface RestoreVariables {
  /** The set to restore. */
  readonly oml_chosen: string;
  /** The id of the restore, where none is to be gone on with. */
  readonly oml_restore: string;
  /** Do not wait for calls to end. */
  readonly oml_now: boolean;
  /** Take no set of what is there before it is replaced. */
  readonly oml_without_set: boolean;
}

/** What `ask.yml` is given. */
export interface AskVariables {
  /** Probes may write too, and take away again what they wrote. */
  readonly oml_thorough: boolean;
  /** The socket at which the run hears what follows; absent: nothing does. */
  readonly oml_decision_socket?: string;
}
