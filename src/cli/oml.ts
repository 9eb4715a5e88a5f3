/** The `oml` command: finds the command that was typed and ends with its exit code (2: a wrong call). */
import type { BackupCommand } from "./backup-command.ts";
import { ownAnsible } from "../ansible/command.ts";
import { ROOT } from "../files/root.ts";
import { COMMANDS, type CommandName } from "./commands.ts";
import { parseOptions, usage, type Options } from "./options.ts";
import { sshKeyOf } from "./ssh-key.ts";
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
  return RUNS[name](options);
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

type Run = (options: Options) => Promise<number>;

const backup =
  (name: BackupCommand): Run =>
  async (options) =>
    (await import("./backup-command.ts")).runBackupCommand(name, options);

const upgrade =
  (name: "install" | "upgrade"): Run =>
  async (options) =>
    (await import("./upgrade-command.ts")).runUpgrade(name, options);

/** Ansible is started before all that a deploy is made of is loaded. */
const deploy: Run = async (options) => {
  const { withEarly } = await import("./early.ts");
  return withEarly("ask.yml", ownAnsible(ROOT), sshKeyOf(options), async (early) =>
    (await import("./deploy-command.ts")).runDeploy(options, { early }),
  );
};

/** The same, once it is confirmed. */
const restore: Run = async (options) => {
  const { confirmRestore, firstPlaybook } = await import("./confirm.ts");
  await confirmRestore(options);
  const { withEarly } = await import("./early.ts");
  return withEarly(firstPlaybook(options), ownAnsible(ROOT), sshKeyOf(options), async (early) =>
    (await import("./restore-command.ts")).runRestore(options, early),
  );
};

/** Each command is loaded when it is needed. */
const RUNS: Readonly<Record<CommandName, Run>> = {
  backup: backup("backup"),
  backups: backup("backups"),
  verify: backup("verify"),
  drill: backup("drill"),
  retain: backup("retain"),
  restore,
  install: upgrade("install"),
  upgrade: upgrade("upgrade"),
  deploy,
  rollback: async (options) => (await import("./rollback-command.ts")).runRollback(options),
  lock: async (options) => (await import("./lock-command.ts")).runLock(options),
  status: async (options) => (await import("./status-command.ts")).runStatus(options),
  render: async (options) => (await import("./render-command.ts")).runRender(options),
  plan: async (options) => (await import("./plan-command.ts")).runPlan(options),
  validate: async (options) => (await import("./validate-command.ts")).runValidate(options),
};

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
