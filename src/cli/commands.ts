/** The commands and options of `oml`, and what they mean in one line. */

/** An option of a command. */
export interface OptionHelp {
  readonly type: "string" | "boolean";
  /** What stands behind it, such as `DIR`. */
  readonly value?: string;
  readonly help: string;
}

/** Every option there is. */
export const OPTIONS = {
  tenant: { type: "string", value: "T", help: "the tenant: a folder under instances/" },
  component: { type: "string", value: "C", help: "only this component or group (default: all)" },
  check: { type: "boolean", help: "change nothing, say what would change" },
  retry: { type: "boolean", help: "try again a release that was put back" },
  now: { type: "boolean", help: "do not wait for calls to end: cut them" },
  "allow-older": { type: "boolean", help: "deploy a commit older than the one the hosts run" },
  unreviewed: { type: "string", value: "REASON", help: "deploy what is not merged; hosts keep the reason" },
  "edited-by": {
    type: "string",
    value: "ACTION",
    help: "deploy.sh's own: what that action has just edited need not be committed",
  },
  "for-component": {
    type: "string",
    value: "C",
    help: "deploy.sh's own: what it deploys next, so that a wrong name is refused before a file is edited",
  },
  "new-data": { type: "boolean", help: "accept data services and volumes without the tenant's marker" },
  prepare: { type: "boolean", help: "prepare the hosts again (packages, podman, directories, time zone)" },
  instances: { type: "string", value: "DIR", help: "the folder of the tenants (or OML_INSTANCES)" },
  "ssh-key": { type: "string", value: "FILE", help: "private key (or OML_SSH_KEY; default: agent, ~/.ssh)" },
  "vault-password-file": {
    type: "string",
    value: "FILE",
    help: "password of !vault values (or OML_VAULT_PASSWORD)",
  },
  format: { type: "string", value: "F", help: "how the result is printed (default: text)" },
  base: {
    type: "string",
    value: "REV",
    help: "the revision to compare with (default: where the branch left the default branch, else the last commit)",
  },
  all: { type: "boolean", help: "every tenant" },
  "changed-since": { type: "string", value: "REV", help: "show problems of files changed since REV first" },
  lang: { type: "string", value: "en|es", help: "language of the messages (default: en)" },
  strict: { type: "boolean", help: "exit 1 for warnings too" },
  to: {
    type: "string",
    value: "REV",
    help: "a commit to go back to (default: the last with another release)",
  },
  set: {
    type: "string",
    value: "ID",
    help: "a backup set (default: the newest; to restore or to drill: the newest verified; to verify, read-longest-ago: that one)",
  },
  "from-tenant": { type: "string", value: "T", help: "whose set it is, where it is another tenant's" },
  confirm: { type: "string", value: "T", help: "the tenant's name again, where no terminal can ask for it" },
  "without-set": { type: "boolean", help: "take no set of what is there first: it is too broken for one" },
  undo: { type: "boolean", help: "go back to what ran before the restore" },
  accept: { type: "boolean", help: "let what was kept for going back go for good" },
  help: { type: "boolean", help: "show this" },
} as const satisfies Readonly<Record<string, OptionHelp>>;

/** The name of an option. */
export type OptionName = keyof typeof OPTIONS;

const COMMON = ["tenant", "instances", "ssh-key", "vault-password-file", "format", "help"] as const;

/** How a result may be printed. */
export type Format = "text" | "json" | "github" | "sarif";

interface CommandHelp {
  readonly help: string;
  readonly call: string;
  readonly options: readonly OptionName[];
  readonly formats: readonly Format[];
  /** Whether words may stand behind it that are no options. */
  readonly takesPaths: boolean;
}

const ONE_TENANT = { call: "--tenant T [options]", formats: ["text", "json"], takesPaths: false } as const;

const DEPLOY = [
  ...COMMON,
  "component",
  "check",
  "retry",
  "now",
  "new-data",
  "prepare",
  "unreviewed",
  "allow-older",
] as const;

/** The commands, their options and what they do. */
export const COMMANDS = {
  lock: {
    call: "--tenant T|--all [options]",
    formats: ["text", "json"],
    takesPaths: false,
    help: "write the digests that tenants' tags name now into their images.lock.json; with --check only say what differs",
    options: ["tenant", "all", "component", "check", "instances", "format", "help"],
  },
  deploy: {
    ...ONE_TENANT,
    help: "bring a tenant's hosts to what its folder says; put back what does not become healthy",
    options: [...DEPLOY, "edited-by"],
  },
  install: {
    ...ONE_TENANT,
    help: "write the tenant's lock where there is none, then deploy",
    options: DEPLOY,
  },
  upgrade: {
    ...ONE_TENANT,
    help: "lock what the tenant's tags name now, show what changed, then deploy",
    options: DEPLOY,
  },
  rollback: {
    ...ONE_TENANT,
    help: "edit a tenant's files back to the release before; deploys nothing",
    options: ["tenant", "instances", "to", "for-component", "format", "help"],
  },
  status: {
    ...ONE_TENANT,
    help: "ask a tenant's hosts what runs there and whether it is well",
    options: COMMON,
  },
  backup: {
    ...ONE_TENANT,
    help: "take a backup set of a tenant and read it back from the bucket",
    options: COMMON,
  },
  backups: {
    ...ONE_TENANT,
    help: "list a tenant's backup sets: age, size, whether they were read back and drilled, until when they stay",
    options: COMMON,
  },
  verify: {
    ...ONE_TENANT,
    help: "read a backup set back whole from the bucket and compare it with its manifest",
    options: [...COMMON, "set"],
  },
  drill: {
    ...ONE_TENANT,
    help: "restore a backup set into a throw-away database on the app host and compare it with its manifest",
    options: [...COMMON, "set"],
  },
  retain: {
    ...ONE_TENANT,
    help: "remove the backup sets that 'keep' in tenant.yml lets go, or with --set one that is not verified; with --check only say which",
    options: [...COMMON, "check", "set", "confirm"],
  },
  restore: {
    ...ONE_TENANT,
    help: "bring a backup set back: loaded and proved beside what runs, then exchanged; what ran before is kept",
    options: [...COMMON, "set", "from-tenant", "now", "without-set", "undo", "accept", "confirm"],
  },
  render: {
    ...ONE_TENANT,
    help: "print what a tenant's hosts should look like, secrets hidden",
    options: ["tenant", "instances", "vault-password-file", "help"],
  },
  plan: {
    call: "--tenant T|--all [options]",
    formats: ["text", "json"],
    takesPaths: false,
    help: "show what the change at hand would do to tenants' hosts, and interrupt; asks no host",
    options: ["tenant", "all", "base", "instances", "format", "help"],
  },
  validate: {
    call: "[PATHS] [options]",
    formats: ["text", "json", "github", "sarif"],
    takesPaths: true,
    help: "judge every tenant's files, each problem on its line; with PATHS show those files' problems alone",
    options: ["instances", "changed-since", "format", "lang", "strict", "vault-password-file", "help"],
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

/** A command of `oml`. */
export type CommandName = keyof typeof COMMANDS;
