/** The `oml` command: finds the command that was typed and ends with its exit code (2: a wrong call). */
import { COMMANDS, type CommandName } from "./commands.ts";
import { parseOptions, usage, type Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(usage());
    return name === undefined ? 2 : 0;
  }
  if (!isCommand(name)) {
    throw new WrongCall(`oml: unknown command '${name}'. Valid: ${Object.keys(COMMANDS).join(", ")}.`);
  }
  const options = parseOptions(name, rest);
  if (options.switches.has("help")) {
    process.stdout.write(usage(name));
    return 0;
  }
  return run(name, options);
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** Each command is loaded when it is needed. */
async function run(name: CommandName, options: Options): Promise<number> {
  switch (name) {
    case "deploy":
      return (await import("./deploy-command.ts")).runDeploy(options);
    case "rollback":
      return (await import("./rollback-command.ts")).runRollback(options);
    case "lock":
      return (await import("./lock-command.ts")).runLock(options);
    case "install":
    case "upgrade":
      return (await import("./upgrade-command.ts")).runUpgrade(name, options);
    case "status":
      return (await import("./status-command.ts")).runStatus(options);
    case "render":
      return (await import("./render-command.ts")).runRender(options);
    case "plan":
      return (await import("./plan-command.ts")).runPlan(options);
    case "validate":
      return (await import("./validate-command.ts")).runValidate(options);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isWrongCall = error instanceof WrongCall;
  const text = isWrongCall
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  process.stderr.write(`${isWrongCall ? "" : "oml: a mistake in oml itself: "}${text}\n`);
  process.exitCode = isWrongCall ? 2 : 1;
}
