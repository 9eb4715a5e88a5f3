/** The options of each command, and what they mean in one line. Pure. */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { WrongCall } from "./wrong-call.ts";

interface OptionHelp {
  readonly type: "string" | "boolean";
  /** What stands behind it, such as `DIR`. */
  readonly value?: string;
  readonly help: string;
}

const OPTIONS = {
  tenant: { type: "string", value: "T", help: "the tenant: a folder under instances/" },
  component: { type: "string", value: "C", help: "deploy only this component or group (default: all)" },
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
  "new-data": { type: "boolean", help: "accept data services and volumes without the tenant's marker" },
  prepare: { type: "boolean", help: "prepare the hosts again (packages, podman, directories, time zone)" },
  offline: { type: "boolean", help: "do not ask registries: show placeholder digests" },
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
  help: { type: "boolean", help: "show this" },
} as const satisfies Readonly<Record<string, OptionHelp>>;

type OptionName = keyof typeof OPTIONS;

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

/** The commands, their options and what they do. */
export const COMMANDS = {
  deploy: {
    ...ONE_TENANT,
    help: "bring a tenant's hosts to what its folder says; put back what does not become healthy",
    options: [
      ...COMMON,
      "component",
      "check",
      "retry",
      "now",
      "new-data",
      "prepare",
      "unreviewed",
      "allow-older",
      "edited-by",
    ],
  },
  rollback: {
    ...ONE_TENANT,
    help: "edit a tenant's files back to the release before; deploys nothing",
    options: ["tenant", "instances", "to", "format", "help"],
  },
  status: {
    ...ONE_TENANT,
    help: "ask a tenant's hosts what runs there and whether it is well",
    options: COMMON,
  },
  render: {
    ...ONE_TENANT,
    help: "print what a tenant's hosts should look like, secrets hidden",
    options: ["tenant", "instances", "vault-password-file", "help", "offline"],
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

/** What was typed behind a command. */
export interface Options {
  readonly tenant?: string;
  readonly component?: string;
  readonly instances?: string;
  readonly sshKey?: string;
  readonly vaultPasswordFile?: string;
  readonly format: Format;
  readonly changedSince?: string;
  readonly unreviewed?: string;
  readonly editedBy?: string;
  readonly to?: string;
  readonly base?: string;
  readonly lang: "en" | "es";
  /** Words that are no options. */
  readonly paths: readonly string[];
  /** Names of the switches that were given. */
  readonly switches: ReadonlySet<string>;
}

/** Parses what stands behind a command; throws `WrongCall` naming the valid options. */
export function parseOptions(command: CommandName, argv: readonly string[]): Options {
  const names: readonly OptionName[] = COMMANDS[command].options;
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    names.map((name) => [name, { type: OPTIONS[name].type }]),
  );
  const { values, tokens, positionals } = parse(command, config, argv);
  const repeated = tokens.find((name, index) => tokens.indexOf(name) !== index);
  if (repeated !== undefined) throw new WrongCall(`oml ${command}: --${repeated} is given twice.`);
  const text = (name: OptionName): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    ...optional("tenant", text("tenant")),
    ...optional("component", text("component")),
    ...optional("instances", text("instances")),
    ...optional("sshKey", text("ssh-key")),
    ...optional("vaultPasswordFile", text("vault-password-file")),
    ...optional("changedSince", text("changed-since")),
    ...optional("unreviewed", text("unreviewed")),
    ...optional("editedBy", text("edited-by")),
    ...optional("to", text("to")),
    ...optional("base", text("base")),
    format: oneOf(command, "format", text("format"), COMMANDS[command].formats),
    lang: oneOf(command, "language", text("lang"), ["en", "es"]),
    paths: positionals,
    switches: new Set(Object.keys(values).filter((name) => values[name] === true)),
  };
}

/** The word that was given, or the first of the valid ones where none was. */
function oneOf<T extends string>(
  command: CommandName,
  what: string,
  word: string | undefined,
  valid: readonly [T, ...T[]],
): T {
  const found = word === undefined ? valid[0] : valid.find((candidate) => candidate === word);
  if (found !== undefined) return found;
  throw new WrongCall(`oml ${command}: unknown ${what} '${word ?? ""}'. Valid: ${valid.join(", ")}.`);
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

function parse(
  command: CommandName,
  options: ParseArgsOptionsConfig,
  args: readonly string[],
): {
  values: Readonly<Record<string, unknown>>;
  tokens: readonly string[];
  positionals: readonly string[];
} {
  const allowPositionals = COMMANDS[command].takesPaths;
  try {
    const parsed = parseArgs({ args: [...args], options, strict: true, tokens: true, allowPositionals });
    const tokens = parsed.tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
    return { values: parsed.values, tokens, positionals: parsed.positionals };
  } catch (error) {
    const cause = error instanceof Error ? (error.message.split(/\. To specify|\n/)[0] ?? "") : String(error);
    const valid = Object.keys(options).map((name) => `--${name}`);
    throw new WrongCall(`oml ${command}: ${cause.replace(/\.$/, "")}. Valid: ${valid.join(", ")}.`, {
      cause: error,
    });
  }
}

/** The help of `oml`, or of one of its commands; ends with a newline. */
export function usage(command?: CommandName): string {
  if (command === undefined) {
    const rows = Object.entries(COMMANDS).map(([name, { help }]) => `  ${name.padEnd(10)}${help}`);
    return [
      "Usage: oml COMMAND [options]",
      "",
      ...rows,
      "",
      "oml COMMAND --help shows the options.",
      "",
    ].join("\n");
  }
  const names: readonly OptionName[] = COMMANDS[command].options;
  const rows = names.map((name) => {
    const option: OptionHelp = OPTIONS[name];
    const value = name === "format" ? COMMANDS[command].formats.join("|") : option.value;
    const left = `--${name}${value === undefined ? "" : ` ${value}`}`;
    return `  ${left.padEnd(33)}${option.help}`;
  });
  const { call, help } = COMMANDS[command];
  return [`Usage: oml ${command} ${call}`, "", help, "", ...rows, ""].join("\n");
}
