/** An SSH agent of a job's own: it holds the key in memory, its socket in a private folder; no file ever holds the key. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readSshKey } from "./ssh-key.ts";

/** A running agent. */
export interface SshAgent {
  readonly pid: number;
  /** What `SSH_AUTH_SOCK` is to be. */
  readonly socket: string;
}

/** An agent with the key in it; or why there is none, one sentence. */
export type SshAgentResult =
  { readonly ok: true; readonly agent: SshAgent } | { readonly ok: false; readonly sentence: string };

/** Seconds after which the agent forgets the key, whatever becomes of the job: the longest a job may take. */
const LIFETIME = 6 * 60 * 60;
/** Milliseconds the agent and ssh-add may take. */
const PATIENCE = 10_000;
/** Bytes of a socket's path, at the most. */
const LONGEST_SOCKET = 100;

/** Starts an agent under `base`, a folder of this job's, and gives it the key by a pipe. */
export async function startSshAgent(text: string, base: string): Promise<SshAgentResult> {
  const read = readSshKey(text);
  if (!read.ok) return read;
  const room = base.length + "/oml-agent-123456/s".length <= LONGEST_SOCKET ? base : "/tmp";
  const socket = join(mkdtempSync(join(room, "oml-agent-")), "s");
  const child = spawn("ssh-agent", ["-D", "-a", socket, "-t", String(LIFETIME)], {
    stdio: "ignore",
    detached: true,
    env: { PATH: process.env["PATH"], RUNNER_TRACKING_ID: process.env["RUNNER_TRACKING_ID"] },
  });
  child.unref();
  const missing = new Promise<boolean>((resolve) => child.once("error", () => resolve(true)));
  const agent = { pid: child.pid ?? 0, socket };
  if (child.pid === undefined || (await Promise.race([missing, isSilent(socket)]))) {
    stopSshAgent(agent);
    return { ok: false, sentence: "ssh-agent cannot be started: install OpenSSH's client on the runner." };
  }
  const refusal = addKey(read.key, socket);
  if (refusal === undefined) return { ok: true, agent };
  stopSshAgent(agent);
  return { ok: false, sentence: refusal };
}

/** True where the agent does not come to listen: its socket is there a moment before anybody answers. */
async function isSilent(socket: string): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE; waited += 20) {
    if (await answers(socket)) return false;
    await sleep(20);
  }
  return true;
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once("error", () => resolve(false));
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
  });
}

/** Why ssh-add does not take the key; undefined: it did. */
function addKey(key: string, socket: string): string | undefined {
  const { status, stderr } = spawnSync("ssh-add", ["-q", "-"], {
    input: key,
    encoding: "utf8",
    timeout: PATIENCE,
    env: { PATH: process.env["PATH"], SSH_AUTH_SOCK: socket, SSH_ASKPASS_REQUIRE: "never", LC_ALL: "C" },
  });
  if (status === 0) return undefined;
  const cause = stderr.trim().split("\n").at(-1) ?? "";
  return `The SSH key cannot be used; ssh-add says: ${cause || "nothing"}. Store the private key's file as it is, without a passphrase.`;
}

/** Ends an agent and removes its folder; one that is gone, or a process that is not it any more, is no trouble. */
export function stopSshAgent({ pid, socket }: SshAgent): void {
  try {
    const argv = readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").split("\0");
    if (pid > 1 && argv.includes(socket)) process.kill(pid, "SIGTERM");
  } catch {
    // It is gone already.
  }
  rmSync(dirname(socket), { recursive: true, force: true });
}
