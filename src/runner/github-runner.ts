/** GitHub's runner, by its toolkit. The only module that imports it. */
import * as core from "@actions/core";
import { existsSync, readFileSync } from "node:fs";
import type { Run, Runner } from "./ports.ts";

/** The runner this process was started by. */
export function githubRunner(env: NodeJS.ProcessEnv = process.env): Runner {
  return {
    run: runOf(env),
    input: (name) => core.getInput(name),
    hide: (secret) => core.setSecret(secret),
    print: (text) => void process.stdout.write(text),
    setOutput: (name, value) => core.setOutput(name, value),
    summarize: async (markdown) => {
      if (env["GITHUB_STEP_SUMMARY"]) await core.summary.addRaw(markdown).write();
    },
    fail: (sentence) => {
      if (sentence === undefined) process.exitCode = core.ExitCode.Failure;
      else core.setFailed(sentence);
    },
  };
}

function runOf(env: NodeJS.ProcessEnv): Run {
  const text = (name: string, fallback = ""): string => env[name] || fallback;
  const repository = text("GITHUB_REPOSITORY");
  const sha = text("GITHUB_SHA");
  const server = text("GITHUB_SERVER_URL", "https://github.com");
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
  };
}

function payloadAt(path: string): unknown {
  return path !== "" && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}
