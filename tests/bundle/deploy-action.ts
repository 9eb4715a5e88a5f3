/** What an action that reaches hosts finds on a runner: itself, elsewhere than the checkout, and the tools kept between jobs. */
import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installAnsible } from "../../src/ansible/install.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PATH = "/usr/local/bin:/usr/bin:/bin";

/** The tool cache of a runner, kept between test runs. */
export const RUNNER_TOOLS = join(ROOT, "node_modules", ".cache", "oml-runner-tools");

/** Copies the action as a fleet's workflow has it; returns the folder, which is the caller's to remove. */
export function copyOfAction(action: "deploy" | "backup" | "restore" = "deploy"): string {
  const copy = mkdtempSync(join(tmpdir(), "oml-copy-"));
  const own = ["action.yml", "dist"].map((name) => join("actions", action, name));
  for (const name of [...own, "playbooks", "requirements.txt"])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  return copy;
}

/** Installs the action's Ansible where it is not there yet: inside the lab's network there is nowhere to get it from. */
export async function installRunnerTools(): Promise<void> {
  mkdirSync(RUNNER_TOOLS, { recursive: true });
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const installed = await installAnsible({
    requirements: join(ROOT, "requirements.txt"),
    cache: RUNNER_TOOLS,
    environment: { ...Object.fromEntries(inherited), PATH },
    say: () => undefined,
    abort: new AbortController().signal,
  });
  if (!installed.ok) throw new Error(installed.sentence);
}
