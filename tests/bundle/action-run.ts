/** Runs a built action as GitHub's runner does: inputs in the environment, command files, an event's payload. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";
import { z } from "zod";
import { killAll } from "../kill-all.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const metadataSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  runs: z.object({ main: z.string(), post: z.string().optional() }),
});
type Metadata = z.output<typeof metadataSchema>;

/** What triggers a run, and what it is given. */
export interface Trigger {
  /** The action's name; absent: `validate-inventory`. */
  readonly action?: string;
  /** The toolkit's folder that holds it; absent: this checkout. */
  readonly root?: string;
  /** `RUNNER_TEMP`, where steps of a job leave something for later ones; absent: one that is gone afterwards. */
  readonly temp?: string;
  readonly toolCache?: string;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Wraps the argv of each step, as `enter` does to run it in the lab's network. */
  readonly enter?: (argv: readonly string[]) => readonly string[];
  /** Cancels the step when the log so far makes it true, as the runner does: SIGINT, SIGTERM, SIGKILL. */
  readonly cancelWhen?: (log: string) => boolean;
  /** The runner's machine is gone when the log so far makes it true: every process with it, and no post step. */
  readonly loseWhen?: (log: string) => boolean;
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
  /** What the log was told to hide. */
  readonly masks: readonly string[];
  /** Milliseconds from the cancel to the end of the step. */
  readonly lingered: number;
  /** Whether its machine went away. */
  readonly lost: boolean;
  /** The post step; absent: the action has none. */
  readonly post?: { readonly status: number | null; readonly log: string };
}

/** Runs the action to its end, and its post step. */
export async function runAction(trigger: Trigger): Promise<Ended> {
  const folder = join(trigger.root ?? ROOT, "actions", trigger.action ?? "validate-inventory");
  const metadata = metadataSchema.parse(parse(readFileSync(join(folder, "action.yml"), "utf8")));
  const files = mkdtempSync(join(tmpdir(), "oml-bundle-"));
  const path = (name: string): string => join(files, name);
  for (const name of ["output", "state", "summary"]) writeFileSync(path(name), "");
  writeFileSync(path("event.json"), JSON.stringify(trigger.payload));
  mkdirSync(path("temp"));
  const env = { ...environment(trigger, path), ...inputsOf(metadata, trigger), ...trigger.env };
  const main = await runStep(join(folder, metadata.runs.main), env, trigger);
  const outputs = parseCommands(readFileSync(path("output"), "utf8"));
  const states = [...parseCommands(readFileSync(path("state"), "utf8"))];
  const state = Object.fromEntries(states.map(([name, value]) => [`STATE_${name}`, value]));
  const { post: file } = metadata.runs;
  const post =
    file === undefined || main.lost ? undefined : await runStep(join(folder, file), { ...env, ...state });
  const summary = readFileSync(path("summary"), "utf8");
  rmSync(files, { recursive: true });
  const masks = [...main.log.matchAll(/^::add-mask::(.*)$/gm)].map(([, text = ""]) => text);
  return { ...main, annotations: annotationsIn(main.log), outputs, summary, masks, ...(post && { post }) };
}

/** Milliseconds from a cancel to the runner's next signal. */
const LADDER = [
  ["SIGINT", 0],
  ["SIGTERM", 7500],
  ["SIGKILL", 10_000],
] as const;

async function runStep(
  file: string,
  env: Readonly<Record<string, string>>,
  { workspace, cancelWhen, loseWhen, enter = (argv) => argv }: Partial<Trigger> = {},
): Promise<Pick<Ended, "status" | "log" | "errors" | "lingered" | "lost">> {
  const [program = "", ...args] = enter([process.execPath, file]);
  const child = spawn(program, args, { cwd: workspace, env, stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close") as Promise<[number | null]>;
  let log = "";
  let cancelled = 0;
  let lost = false;
  const timers: NodeJS.Timeout[] = [];
  child.stdout.setEncoding("utf8").on("data", (data: string) => {
    log += data;
    if (!lost && loseWhen?.(log) === true) {
      lost = true;
      killAll(child);
    }
    if (cancelled > 0 || cancelWhen?.(log) !== true) return;
    cancelled = Date.now();
    timers.push(...LADDER.map(([signal, wait]) => setTimeout(() => child.kill(signal), wait)));
  });
  const [errors, [status]] = await Promise.all([text(child.stderr), closed]);
  for (const timer of timers) clearTimeout(timer);
  return { status, log, errors, lost, lingered: cancelled === 0 ? 0 : Date.now() - cancelled };
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
    GITHUB_REF_NAME: "main",
    GITHUB_RUN_ID: "4711",
    GITHUB_ACTOR: "ann",
    RUNNER_TEMP: trigger.temp ?? path("temp"),
    RUNNER_TOOL_CACHE: trigger.toolCache ?? path("temp"),
    RUNNER_TRACKING_ID: "github_bundle-test",
  };
}

/** The runner gives every input, its default evaluated. */
function inputsOf(
  metadata: Metadata,
  { inputs = {}, token = "" }: Trigger,
): Readonly<Record<string, string>> {
  const entries = Object.entries(metadata.inputs).map(([name, input]) => {
    const value = inputs[name] ?? (input.default === "${{ github.token }}" ? token : input.default);
    return [`INPUT_${name.toUpperCase()}`, value] as const;
  });
  return Object.fromEntries(entries);
}

/** `name<<DELIMITER`, the value, `DELIMITER`; anything else fails the step, as it does at GitHub. */
function parseCommands(content: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  const rest = content.replace(
    /^([\w-]+)<<(\S+)\n([^]*?)\n\2\n/gm,
    (_all, name: string, _mark, value: string) => {
      outputs.set(name, value);
      return "";
    },
  );
  if (rest !== "") throw new Error(`not a command file: ${rest}`);
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
