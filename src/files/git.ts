/** Runs git so that nothing of a repository's configuration starts a program, waits for a person or takes a lock. */
import { spawnSync } from "node:child_process";

/** How a run of git ended. */
export interface GitEnd {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of the repository that would start programs or quote names. */
const GUARDS = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"];

/** git's argv, without its name, for a command in a folder. */
export function gitArguments(directory: string, args: readonly string[]): readonly string[] {
  return ["-C", directory, ...GUARDS, "--no-pager", ...args];
}

/** git's environment: it asks nobody, and speaks English. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}

/** Runs git in a folder; undefined where git cannot be started, or has not ended after `timeout` seconds. */
export function runGit(
  directory: string,
  args: readonly string[],
  input = "",
  timeout?: number,
): GitEnd | undefined {
  const { error, status, stdout, stderr } = spawnSync("git", gitArguments(directory, args), {
    input,
    encoding: "utf8",
    ...(timeout === undefined ? {} : { timeout: timeout * 1000 }),
    maxBuffer: 64 * 1024 * 1024,
    env: gitEnvironment(),
  });
  return error === undefined ? { status, stdout, stderr } : undefined;
}
