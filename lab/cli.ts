/** `npm run lab -- …`: the lab's command line. */
import { findHost, HOSTS, REGISTRY, type HostName } from "./addresses.ts";
import { findRunning } from "./host.ts";
import { down, enter, isUp, prepare, reset, runnerEnvironment, up } from "./lab.ts";
import { PLACE } from "./place.ts";
import { LabError, runAttached } from "./process.ts";
import { registryRuns } from "./registry.ts";
import { sshArgv } from "./ssh.ts";

const USAGE = `Usage: npm run lab -- COMMAND
  build                 make what the cache lacks: bases, programs, images; boot nothing
  up                    boot the lab: hosts, network, registry, cloud services
  status                show what runs
  ssh HOST [-- CMD…]    a shell, or one command, on a host
  exec -- CMD…          run a command inside the lab's network, as the runner
  reset [HOST…]         give hosts new disks; pulled images stay where hosts are named
  down                  stop everything; disks and cache stay
Hosts: ${HOSTS.map((host) => host.name).join(" ")}`;

const started = Date.now();

/** One line of progress, with the seconds since the start. */
function log(line: string): void {
  console.log(`lab ${((Date.now() - started) / 1000).toFixed(1).padStart(6)}s  ${line}`);
}

/** What follows `--`, or everything. */
function commandOf(words: readonly string[]): readonly string[] {
  return words[0] === "--" ? words.slice(1) : words;
}

function hostNames(words: readonly string[]): readonly HostName[] {
  return words.map((word) => {
    const host = findHost(word);
    if (!host)
      throw usage(`there is no host '${word}'; the hosts are ${HOSTS.map(({ name }) => name).join(", ")}.`);
    return host.name;
  });
}

function usage(problem: string): LabError {
  return new LabError(`lab: ${problem}`, 2);
}

function requireUp(): void {
  if (!isUp()) throw usage("the lab is down; start it with: npm run lab -- up");
}

async function ssh(words: readonly string[]): Promise<number> {
  const [name] = hostNames(words.slice(0, 1));
  if (name === undefined) throw usage("ssh needs a host: npm run lab -- ssh demo-app");
  requireUp();
  const command = commandOf(words.slice(1));
  // One word is a line for the shell, as with ssh itself.
  return runAttached(sshArgv(PLACE, name, command.length === 1 ? ["sh", "-c", ...command] : command));
}

async function exec(words: readonly string[]): Promise<number> {
  const command = commandOf(words);
  if (command.length === 0) throw usage("exec needs a command: npm run lab -- exec -- ssh …");
  requireUp();
  return runAttached(enter(command), runnerEnvironment());
}

function status(): number {
  console.log(`lab ${PLACE.hash}: ${isUp() ? "up" : "down"}`);
  console.log(`${"registry".padEnd(12)} ${REGISTRY.padEnd(15)} ${registryRuns(PLACE) ? "on" : "off"}`);
  for (const host of HOSTS) {
    const running = findRunning(PLACE, host.name);
    console.log(`${host.name.padEnd(12)} ${(host.addresses[0] ?? "").padEnd(15)} ${running ? "on" : "off"}`);
  }
  return 0;
}

/** The commands that take no words. */
const PLAIN = new Map<string, () => number | Promise<number>>([
  ["build", () => prepare(log).then(() => 0)],
  ["up", () => up(log).then(() => 0)],
  ["down", () => down(log).then(() => 0)],
  ["status", status],
]);

/** Does what the words ask and returns the exit code; throws `LabError` with one sentence otherwise. */
async function main(words: readonly string[]): Promise<number> {
  const [command = "help", ...rest] = words;
  const plain = PLAIN.get(command);
  if (plain && rest.length > 0) throw usage(`${command} takes no '${rest.join(" ")}'.`);
  if (plain) return plain();
  if (command === "reset") return reset(log, rest.length > 0 ? hostNames(rest) : undefined).then(() => 0);
  if (command === "ssh") return ssh(rest);
  if (command === "exec") return exec(rest);
  console.log(USAGE);
  if (command === "--help" || command === "help") return 0;
  throw usage(`there is no command '${command}'.`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (!(error instanceof LabError) && process.env["OML_LAB_DEBUG"]) console.error(error);
  process.exitCode = error instanceof LabError ? error.code : 1;
}
