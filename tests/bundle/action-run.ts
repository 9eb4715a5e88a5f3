/** Runs a built action as GitHub's runner does: inputs in the environment, command files, an event's payload. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";
import { z } from "zod";

const action = join(import.meta.dirname, "..", "..", "actions", "validate-inventory");
const metadata = z
  .object({
    inputs: z.record(z.string(), z.object({ default: z.string() })),
    runs: z.object({ main: z.string() }),
  })
  .parse(parse(readFileSync(join(action, "action.yml"), "utf8")));

/** What triggers a run, and what it is given. */
export interface Trigger {
  readonly workspace: string;
  readonly event: string;
  readonly payload: unknown;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The job's token; absent: none. */
  readonly token?: string;
  readonly apiUrl?: string;
  readonly sha?: string;
}

/** A workflow command that annotates. */
export interface Annotation {
  readonly type: string;
  readonly file: string | undefined;
  readonly line: number;
  readonly title: string | undefined;
  readonly message: string;
}

/** How a run ended. */
export interface Ended {
  readonly status: number | null;
  readonly log: string;
  readonly errors: string;
  readonly annotations: readonly Annotation[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

/** Runs the action to its end. */
export async function runAction(trigger: Trigger): Promise<Ended> {
  const files = mkdtempSync(join(tmpdir(), "oml-bundle-"));
  const path = (name: string): string => join(files, name);
  for (const name of ["output", "state", "summary"]) writeFileSync(path(name), "");
  writeFileSync(path("event.json"), JSON.stringify(trigger.payload));
  mkdirSync(path("temp"));
  const child = spawn(process.execPath, [join(action, metadata.runs.main)], {
    cwd: trigger.workspace,
    env: { ...environment(trigger, path), ...inputsOf(trigger) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  const [log, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  const outputs = parseOutputs(readFileSync(path("output"), "utf8"));
  const summary = readFileSync(path("summary"), "utf8");
  rmSync(files, { recursive: true });
  return { status, log, errors, annotations: annotationsIn(log), outputs, summary };
}

function environment(trigger: Trigger, path: (name: string) => string): Readonly<Record<string, string>> {
  return {
    PATH: "/usr/bin:/bin",
    HOME: path("temp"),
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: trigger.workspace,
    GITHUB_EVENT_NAME: trigger.event,
    GITHUB_EVENT_PATH: path("event.json"),
    GITHUB_OUTPUT: path("output"),
    GITHUB_STATE: path("state"),
    GITHUB_STEP_SUMMARY: path("summary"),
    GITHUB_REPOSITORY: "acme/fleet",
    GITHUB_SHA: trigger.sha ?? "c".repeat(40),
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_API_URL: trigger.apiUrl ?? "http://127.0.0.1:9",
    RUNNER_TEMP: path("temp"),
  };
}

/** The runner gives every input, its default evaluated. */
function inputsOf({ inputs = {}, token = "" }: Trigger): Readonly<Record<string, string>> {
  const entries = Object.entries(metadata.inputs).map(([name, input]) => {
    const value = inputs[name] ?? (input.default === "${{ github.token }}" ? token : input.default);
    return [`INPUT_${name.toUpperCase()}`, value] as const;
  });
  return Object.fromEntries(entries);
}

/** `name<<DELIMITER`, the value, `DELIMITER`; anything else fails the step, as it does at GitHub. */
function parseOutputs(content: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  const rest = content.replace(
    /^([\w-]+)<<(\S+)\n([^]*?)\n\2\n/gm,
    (_all, name: string, _mark, value: string) => {
      outputs.set(name, value);
      return "";
    },
  );
  if (rest !== "") throw new Error(`not an output file: ${rest}`);
  return outputs;
}

function annotationsIn(log: string): readonly Annotation[] {
  return [...log.matchAll(/^::(error|warning|notice)(?: (.*?))?::(.*)$/gm)].map(
    ([, type = "", list = "", message = ""]) => {
      const properties = new Map(list.split(",").map((pair) => pair.split("=") as [string, string]));
      const file = properties.get("file");
      return { type, file, line: Number(properties.get("line")), title: properties.get("title"), message };
    },
  );
}
