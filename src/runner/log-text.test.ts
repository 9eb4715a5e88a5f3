import { expect, it } from "vitest";
import { cleanEnvironment } from "./clean-environment.ts";
import { annotation, folded, harmlessLine } from "./log-text.ts";

it.each([
  ["a command", "::add-mask::a", ": :add-mask::a"],
  ["a command behind blanks", "  ::error::a", "  : :error::a"],
  ["an old command, anywhere", "x ##[error]a", "x ## [error]a"],
  ["a command that a colour hides", "\u001b[31m::error::a\u001b[0m", ": :error::a"],
  ["a line of its own", "a\r::error::b", "a\ufffd::error::b"],
])("makes %s harmless", (_, line, shown) => {
  expect(harmlessLine(line)).toBe(shown);
});

it("folds a text between words that stop and resume commands", () => {
  expect(folded("demo: deployed", "::error::a", "f00d")).toBe(
    "::group::demo: deployed\n::stop-commands::f00d\n::error::a\n::f00d::\n::endgroup::\n",
  );
});

it("keeps an annotation on one line", () => {
  expect(annotation("error", "demo: refused", "50 %\nmore")).toBe(
    "::error title=demo%3A refused::50 %25%0Amore\n",
  );
});

it("takes inputs, tokens, passwords and the runner's files out of an environment", () => {
  const kept = { PATH: "/bin", HOME: "/root", RUNNER_TEMP: "/t", GITHUB_RUN_ID: "1", SSH_AUTH_SOCK: "/s" };
  const gone = [
    "INPUT_SSH-KEY",
    "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_RESULTS_URL",
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "GITHUB_OUTPUT",
    "GITHUB_ENV",
    "STATE_folder",
    "NODE_OPTIONS",
    "AWS_SECRET_ACCESS_KEY",
    "OML_VAULT_PASSWORD",
    "OML_SSH_KEY",
    "npm_auth_token",
  ];
  const given = { ...kept, ...Object.fromEntries(gone.map((name) => [name, "canary"])), EMPTY: undefined };
  expect(cleanEnvironment(given)).toEqual(kept);
});
