/** Removes what a job leaves on the runner: the agent that holds the key, and the files of its tenants' output. */
import { rmSync } from "node:fs";
import { stopSshAgent, type SshAgent } from "./ssh-agent.ts";
import type { Runner } from "./ports.ts";

/** Keeps for the post step what it is to remove. */
export function rememberAgent(runner: Runner, { pid, socket }: SshAgent): void {
  runner.saveState("agent-pid", String(pid));
  runner.saveState("agent-socket", socket);
}

/** Keeps for the post step which folder it is to remove. */
export function rememberFolder(runner: Runner, folder: string): void {
  runner.saveState("folder", folder);
}

/** The post step. After a main step that ended by itself there is nothing left to remove. */
export function cleanUp(runner: Runner): void {
  const socket = runner.state("agent-socket");
  if (socket !== "") stopSshAgent({ pid: Number(runner.state("agent-pid")), socket });
  const folder = runner.state("folder");
  if (folder !== "") rmSync(folder, { recursive: true, force: true });
}
