/** Makes a job ready to reach hosts: a private folder, Ansible, and an agent with the key. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installAnsible } from "../ansible/install.ts";
import { ROOT } from "../files/root.ts";
import { tenantsFolder } from "../files/tenants-folder.ts";
import { cleanEnvironment } from "./clean-environment.ts";
import { rememberAgent, rememberFolder } from "./clean-up.ts";
import type { Runner } from "./ports.ts";
import { startSshAgent, stopSshAgent } from "./ssh-agent.ts";

/** What a shard works with. */
export interface Means {
  /** The tenants' folder. */
  readonly directory: string;
  /** A private folder. */
  readonly temp: string;
  /** The program `ansible-playbook`. */
  readonly ansible: string;
  /** What tenants' processes inherit. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Ready, and how to leave nothing behind; or why not, one sentence. */
export type Ready =
  | { readonly ok: true; readonly means: Means; readonly close: () => void }
  | { readonly ok: false; readonly sentence: string };

/** What a job's inputs say of it. */
export interface ReadyInputs {
  readonly instances: string;
  readonly sshKey: string;
}

/** A private folder, Ansible, and an agent with the key. */
export async function getReady(runner: Runner, inputs: ReadyInputs, abort: AbortSignal): Promise<Ready> {
  const { run } = runner;
  const folder = tenantsFolder(run.workspace, inputs.instances);
  if (!folder.ok) return folder;
  const environment = cleanEnvironment(process.env);
  const say = (line: string): void => runner.print(`${line}\n`);
  const requirements = join(ROOT, "requirements.txt");
  mkdirSync(run.temp, { recursive: true });
  const temp = mkdtempSync(join(run.temp, "oml-job-"));
  rememberFolder(runner, temp);
  const installed = await installAnsible({ requirements, cache: run.toolCache, environment, say, abort });
  if (!installed.ok) return installed;
  const started = await startSshAgent(inputs.sshKey, temp);
  if (!started.ok) return started;
  const { agent } = started;
  rememberAgent(runner, agent);
  const means = {
    directory: folder.directory,
    temp,
    ansible: installed.ansible,
    environment: { ...environment, SSH_AUTH_SOCK: agent.socket },
  };
  const close = (): void => {
    stopSshAgent(agent);
    rmSync(temp, { recursive: true, force: true });
  };
  return { ok: true, means, close };
}

/** Milliseconds from a stop to the last word: the runner kills at 7,500. */
const LAST_WORD = 6500;

/** Never, or when a stop has left too little time to wait any longer. */
export function lastWord(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const begin = (): void => void sleep(LAST_WORD).then(() => resolve());
    if (stop.aborted) begin();
    else stop.addEventListener("abort", begin, { once: true });
  });
}
