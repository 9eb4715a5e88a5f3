/** The inputs of this action: the table that `action.yml` and the README must equal, and how they are read. */
import type { Language } from "../../../src/report/findings.ts";

/** One input as `action.yml` declares it. */
export interface InputSpec {
  readonly description: string;
  readonly default: string;
}

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

/** The inputs, or a sentence for each that is wrong. */
export type InputsResult =
  | { readonly ok: true; readonly inputs: Inputs }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Reads them all, so that all mistakes are reported together. An empty one has its default. */
export function readInputs(get: (name: InputName) => string): InputsResult {
  const mistakes: string[] = [];
  const oneOf = <T extends string>(name: InputName, words: readonly T[], fallback: T): T => {
    const given = get(name) || INPUTS[name].default;
    const found = words.find((word) => word === given);
    if (found === undefined) mistakes.push(`The input ${name} is '${given}'; give ${words.join(" or ")}.`);
    return found ?? fallback;
  };
  const switches = ["true", "false"] as const;
  const changedSince = get("changed-since");
  const inputs = {
    instances: get("instances") || INPUTS.instances.default,
    ...(changedSince === "" ? {} : { changedSince }),
    strict: oneOf("strict", switches, "false") === "true",
    lang: oneOf("lang", ["en", "es"], "en"),
    checkRun: oneOf("check-run", switches, "true") === "true",
    plan: oneOf("plan", switches, "true") === "true",
    comment: oneOf("comment", switches, "true") === "true",
    token: get("github-token"),
  };
  return mistakes.length === 0 ? { ok: true, inputs } : { ok: false, mistakes };
}
