/** The inputs of this action: the table that `action.yml` and the README must equal, and how they are read. */
import type { Language } from "../../../src/report/findings.ts";
import { InputReader, type InputSpec, type InputsResult } from "../../../src/runner/inputs.ts";

/** All of them, by name. None is required. */
export const INPUTS = {
  instances: {
    description: "Folder of the tenants, relative to the checkout",
    default: "instances",
  },
  "changed-since": {
    description:
      "Commit to compare with: problems in files changed since then come first (default: where the pull request, merge group or push began)",
    default: "",
  },
  strict: {
    description: "true: warnings fail the step too",
    default: "false",
  },
  lang: {
    description: "Language of the messages: en or es",
    default: "en",
  },
  "check-run": {
    description:
      "true: where there are more problems than a step may annotate, and the token has checks: write, annotate the rest through a check run",
    default: "true",
  },
  plan: {
    description:
      "true: on pull requests and merge groups, show in the job's summary what merging would do to hosts; asks no host, needs no secret",
    default: "true",
  },
  comment: {
    description:
      "true: show that plan on the pull request too, in one comment that is kept up to date, where the token has pull-requests: write",
    default: "true",
  },
  "github-token": {
    description:
      "Token for that check run, that comment and the deployment records a plan knows; a read-only one is enough for the verdict",
    default: "${{ github.token }}",
  },
} as const satisfies Readonly<Record<string, InputSpec>>;

/** The name of an input. */
export type InputName = keyof typeof INPUTS;

/** The outputs, by name, with their descriptions. */
export const OUTPUTS = {
  outcome: "clean, warnings, problems or wrong-call",
  errors: "Number of errors",
  warnings: "Number of warnings",
  result:
    "JSON: version (1), outcome, errors, warnings, tenants, problems (code, severity, file, line, column, endLine, endColumn, path, message, remedy, page) and omitted, the number of problems left out to keep it under 100,000 bytes",
  releases:
    "JSON: the fingerprint of the release that merging brings, by tenant; empty where there was no plan",
} as const;

/** The inputs, typed. */
export interface Inputs {
  readonly instances: string;
  readonly changedSince?: string;
  readonly strict: boolean;
  readonly lang: Language;
  readonly checkRun: boolean;
  readonly plan: boolean;
  readonly comment: boolean;
  readonly token: string;
}

/** Reads them all, so that all mistakes are reported together. An empty one has its default. */
export function readInputs(get: (name: InputName) => string): InputsResult<Inputs> {
  const reader = new InputReader(INPUTS, get);
  const changedSince = get("changed-since");
  return reader.result({
    instances: reader.text("instances"),
    ...(changedSince === "" ? {} : { changedSince }),
    strict: reader.isOn("strict"),
    lang: reader.oneOf("lang", ["en", "es"]),
    checkRun: reader.isOn("check-run"),
    plan: reader.isOn("plan"),
    comment: reader.isOn("comment"),
    token: get("github-token"),
  });
}
