/** GitHub's runner, by its toolkit. The only module that imports it. */
import * as core from "@actions/core";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Run, Runner } from "./ports.ts";

/** The runner this process was started by. */
export function githubRunner(env: NodeJS.ProcessEnv = process.env): Runner {
  return {
    run: runOf(env),
    input: (name) => core.getInput(name),
    hide: (secret) => core.setSecret(secret),
    print: (text) => void process.stdout.write(text),
    setOutput: (name, value) => core.setOutput(name, value),
    saveState: (name, value) => core.saveState(name, value),
    state: (name) => core.getState(name),
    summarize: async (markdown) => {
      if (env["GITHUB_STEP_SUMMARY"]) await core.summary.addRaw(markdown).write();
    },
    fail: (sentence) => {
      if (sentence === undefined) process.exitCode = core.ExitCode.Failure;
      else core.setFailed(sentence);
    },
  };
}

/**
 * A signal that fires when the runner wants this process to end (SIGINT, then SIGTERM 7.5 s later, then SIGKILL).
 * From now on they do not end it by themselves.
 */
export function listenForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  return stop.signal;
}

function runOf(env: NodeJS.ProcessEnv): Run {
  const text = (name: string, fallback = ""): string => env[name] || fallback;
  const repository = text("GITHUB_REPOSITORY");
  const sha = text("GITHUB_SHA");
  const server = text("GITHUB_SERVER_URL", "https://github.com");
  const temp = text("RUNNER_TEMP", tmpdir());
  // An action of this very repository has no repository and no ref of its own.
  const own = [
    text("GITHUB_ACTION_REPOSITORY", repository),
    "blob",
    text("GITHUB_ACTION_REF", sha || "HEAD"),
  ];
  return {
    event: text("GITHUB_EVENT_NAME"),
    payload: payloadAt(text("GITHUB_EVENT_PATH")),
    repository,
    sha,
    apiUrl: text("GITHUB_API_URL", "https://api.github.com"),
    actionFiles: `${[server, ...own].join("/")}/`,
    workspace: text("GITHUB_WORKSPACE", process.cwd()),
    ref: text("GITHUB_REF_NAME"),
    actionRef: text("GITHUB_ACTION_REF"),
    url: `${server}/${repository}/actions/runs/${text("GITHUB_RUN_ID", "0")}`,
    actor: text("GITHUB_ACTOR"),
    triggeringActor: text("GITHUB_TRIGGERING_ACTOR", text("GITHUB_ACTOR")),
    actorId: text("GITHUB_ACTOR_ID"),
    temp,
    toolCache: text("RUNNER_TOOL_CACHE", temp),
  };
}

function payloadAt(path: string): unknown {
  return path !== "" && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}
