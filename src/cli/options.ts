/** Understands what was typed behind a command, and explains it. Pure. */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import {
  COMMANDS,
  OPTIONS,
  type CommandName,
  type Format,
  type OptionHelp,
  type OptionName,
} from "./commands.ts";
import { WrongCall } from "./wrong-call.ts";

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
  readonly forComponent?: string;
  readonly to?: string;
  readonly base?: string;
  readonly set?: string;
  readonly fromTenant?: string;
  readonly confirm?: string;
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
    ...optional("forComponent", text("for-component")),
    ...optional("to", text("to")),
    ...optional("base", text("base")),
    ...optional("set", text("set")),
    ...optional("fromTenant", text("from-tenant")),
    ...optional("confirm", text("confirm")),
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
