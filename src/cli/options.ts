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
  format: { type: "string", value: "text|json", help: "how the result is printed (default: text)" },
  help: { type: "boolean", help: "show this" },
} as const satisfies Readonly<Record<string, OptionHelp>>;

type OptionName = keyof typeof OPTIONS;

const COMMON = ["tenant", "instances", "ssh-key", "vault-password-file", "format", "help"] as const;

/** The commands, their options and what they do. */
export const COMMANDS = {
  deploy: {
    help: "bring a tenant's hosts to what its folder says; put back what does not become healthy",
    options: [...COMMON, "component", "check", "retry", "now", "new-data", "prepare"],
  },
  status: { help: "ask a tenant's hosts what runs there and whether it is well", options: COMMON },
  render: {
    help: "print what a tenant's hosts should look like, secrets hidden",
    options: ["tenant", "instances", "vault-password-file", "help", "offline"],
  },
} as const satisfies Readonly<Record<string, { help: string; options: readonly OptionName[] }>>;

/** A command of `oml`. */
export type CommandName = keyof typeof COMMANDS;

/** What was typed behind a command. */
export interface Options {
  readonly tenant?: string;
  readonly component?: string;
  readonly instances?: string;
  readonly sshKey?: string;
  readonly vaultPasswordFile?: string;
  readonly format: "text" | "json";
  /** Names of the switches that were given. */
  readonly switches: ReadonlySet<string>;
}

/** Parses what stands behind a command; throws `WrongCall` naming the valid options. */
export function parseOptions(command: CommandName, argv: readonly string[]): Options {
  const names: readonly OptionName[] = COMMANDS[command].options;
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    names.map((name) => [name, { type: OPTIONS[name].type }]),
  );
  const { values, tokens } = parse(command, config, argv);
  const repeated = tokens.find((name, index) => tokens.indexOf(name) !== index);
  if (repeated !== undefined) throw new WrongCall(`oml ${command}: --${repeated} is given twice.`);
  const text = (name: OptionName): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  const format = text("format") ?? "text";
  if (format !== "text" && format !== "json") {
    throw new WrongCall(`oml ${command}: unknown format '${format}'. Valid: text, json.`);
  }
  return {
    ...optional("tenant", text("tenant")),
    ...optional("component", text("component")),
    ...optional("instances", text("instances")),
    ...optional("sshKey", text("ssh-key")),
    ...optional("vaultPasswordFile", text("vault-password-file")),
    format,
    switches: new Set(Object.keys(values).filter((name) => values[name] === true)),
  };
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

function parse(
  command: CommandName,
  options: ParseArgsOptionsConfig,
  args: readonly string[],
): { values: Readonly<Record<string, unknown>>; tokens: readonly string[] } {
  try {
    const parsed = parseArgs({ args: [...args], options, strict: true, tokens: true });
    const tokens = parsed.tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
    return { values: parsed.values, tokens };
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
    const rows = Object.entries(COMMANDS).map(([name, { help }]) => `  ${name.padEnd(8)}${help}`);
    return [
      "Usage: oml COMMAND --tenant T [options]",
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
    const left = `--${name}${option.value === undefined ? "" : ` ${option.value}`}`;
    return `  ${left.padEnd(28)}${option.help}`;
  });
  return [`Usage: oml ${command} --tenant T [options]`, "", COMMANDS[command].help, "", ...rows, ""].join(
    "\n",
  );
}
