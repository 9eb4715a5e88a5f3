/** A runner for tests: it records what it is told. */
import type { Run, Runner } from "./ports.ts";

/** What an action told a fake runner. */
export interface FakeRunner extends Runner {
  readonly log: string[];
  readonly outputs: Map<string, string>;
  readonly summaries: string[];
  readonly hidden: string[];
  readonly states: Map<string, string>;
  /** The sentence of each failure, empty where it had none. */
  readonly failures: string[];
}

/** A runner of a push to `acme/fleet` whose inputs are `inputs`. */
export function fakeRunner(inputs: Readonly<Record<string, string>>, run: Partial<Run> = {}): FakeRunner {
  const log: string[] = [];
  const outputs = new Map<string, string>();
  const summaries: string[] = [];
  const hidden: string[] = [];
  const failures: string[] = [];
  const states = new Map<string, string>();
  return {
    log,
    outputs,
    summaries,
    hidden,
    failures,
    states,
    run: { ...PUSH, ...run },
    input: (name) => inputs[name] ?? "",
    hide: (secret) => void hidden.push(secret),
    print: (text) => void log.push(text),
    setOutput: (name, value) => void outputs.set(name, value),
    saveState: (name, value) => void states.set(name, value),
    state: (name) => states.get(name) ?? "",
    summarize: async (markdown) => void summaries.push(markdown),
    fail: (sentence = "") => void failures.push(sentence),
  };
}

const PUSH: Run = {
  event: "push",
  payload: {},
  repository: "acme/fleet",
  sha: "c".repeat(40),
  apiUrl: "https://api.github.example",
  actionFiles: "https://github.example/acme/fleet/blob/main/",
  workspace: "/nowhere",
  ref: "main",
  actionRef: "",
  url: "https://github.example/acme/fleet/actions/runs/1",
  actor: "ann",
  triggeringActor: "ann",
  actorId: "1",
  temp: "/nowhere/temp",
  toolCache: "/nowhere/tools",
};
