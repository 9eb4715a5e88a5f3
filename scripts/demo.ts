/** `npm run demo`: two real hosts, a whole tenant installed on them, a no-op, an upgrade of one component. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enter, knownHostsFile, resetHosts, runnerEnvironment, up } from "../lab/lab.ts";
import { allInvocations, restarted } from "../tests/e2e/observe.ts";

const root = join(import.meta.dirname, "..");
const instances = mkdtempSync(join(tmpdir(), "oml-demo-"));
const inventory = join(instances, "demo", "inventory.yml");

/** Says what comes next. */
function title(text: string): void {
  console.log(`\n\x1b[1m${text}\x1b[0m`);
}

/** Runs one of the product's commands as a person would, inside the lab's network. */
function command(file: string, ...args: readonly string[]): number {
  console.log(`$ ${file} ${args.join(" ")}`);
  const [entered = "", ...rest] = enter([join(root, file), ...args]);
  const path = `${join(root, "node_modules", ".bin")}:${process.env["PATH"]}`;
  const env = { ...process.env, PATH: path, ...runnerEnvironment(), OML_INSTANCES: instances };
  const began = performance.now();
  const status = spawnSync(entered, rest, { stdio: "inherit", env }).status ?? 1;
  console.log(`(exit ${status}, ${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return status;
}

/** The same, for commands that must succeed for the story to go on. */
function must(file: string, ...args: readonly string[]): void {
  if (command(file, ...args) !== 0)
    throw new Error(`the demo stops here: ${file} ${args.join(" ")} failed; the lab is left up for a look`);
}

function setTag(variable: string, tag: string): void {
  const text = readFileSync(inventory, "utf8");
  writeFileSync(inventory, text.replace(new RegExp(`^(\\s*${variable}:).*$`, "m"), `$1 ${tag}`));
  console.log(`(in instances/demo/inventory.yml: ${variable}: ${tag})`);
}

title("1. Two real Linux hosts");
await up();
await resetHosts(["demo-app", "demo-voice"]);
cpSync(join(root, "instances", "demo"), join(instances, "demo"), { recursive: true });
copyFileSync(knownHostsFile(), join(instances, "demo", "known_hosts"));

title("2. Install a tenant");
setTag("asterisk_version", "ff63617b");
must("deploy.sh", "--action=install", "--tenant=demo");

title("3. What runs, and how it is");
must("bin/oml", "status", "--tenant", "demo");

title("4. Deploy again: nothing to do");
const installed = await allInvocations();
must("bin/oml", "deploy", "--tenant", "demo");
console.log(`units restarted: ${restarted(installed, await allInvocations()).join(", ") || "none"}`);

title("5. Upgrade one component");
setTag("asterisk_version", "latest");
const before = await allInvocations();
must("deploy.sh", "--action=upgrade", "--tenant=demo");
const touched = restarted(before, await allInvocations());
console.log(`units restarted: ${touched.join(", ")}`);
if (touched.join() !== "demo-voice/asterisk") throw new Error("only asterisk should have restarted");

title("The lab is up. Look around:");
console.log(`  npm run lab -- status
  npm run lab -- ssh demo-app
  npm run lab -- exec -- npx oml status --tenant demo --instances ${instances}
  npm run lab -- down`);
