/** What a job's environment holds that no child may inherit. Pure. */

type Environment = Readonly<Record<string, string | undefined>>;

/** Inputs, tokens and passwords; and the files by which a step tells its runner what later steps are given. */
const FORBIDDEN = [
  /^INPUT_/,
  /^ACTIONS_/,
  /^STATE_/,
  /^GITHUB_(TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)$/,
  /^NODE_OPTIONS$/,
  /(TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?|PRIVATE_KEY|API_?KEY)S?(_|$)/,
  /^(OML_SSH_KEY|OML_VAULT_PASSWORD|GITHUB_PAT|GH_PAT|NPM_AUTH)/,
];

/** The environment without what is secret or commands the runner. */
export function cleanEnvironment(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || FORBIDDEN.some((pattern) => pattern.test(name.toUpperCase()))
        ? []
        : [[name, value]],
    ),
  );
}
