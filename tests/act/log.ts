/** What act's log (`--json`) says of a workflow's run. */
import { z } from "zod";
import type { Annotation } from "../bundle/action-run.ts";

/** One job that ran, a leg of a matrix among them. A job that was skipped left nothing in the log. */
export interface Job {
  /** Its key in the workflow. */
  readonly id: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly result: "success" | "failure";
  /** What its steps printed, the values of secrets masked. */
  readonly log: string;
  readonly annotations: readonly Annotation[];
  /** Outputs of its steps by name; of two steps' the later one's. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Its steps' summaries, one after the other, as they were written. */
  readonly summary: string;
  /** Names of the steps that ran, in order, with how each ended. */
  readonly steps: readonly (readonly [name: string, result: string])[];
}

const entrySchema = z.looseObject({
  msg: z.string(),
  jobID: z.string().optional(),
  job: z.string().optional(),
  matrix: z.record(z.string(), z.unknown()).nullish(),
  jobResult: z.enum(["success", "failure"]).optional(),
  raw_output: z.boolean().optional(),
  stage: z.string().optional(),
  step: z.string().optional(),
  stepResult: z.string().optional(),
  command: z.string().optional(),
  kvPairs: z.record(z.string(), z.string()).nullish(),
  name: z.string().optional(),
  arg: z.string().optional(),
  content: z.string().optional(),
});
type Entry = z.output<typeof entrySchema>;

/** The jobs in a log, in the order in which they began. Lines that are not JSON are act's own and passed over. */
export function readJobs(log: string): readonly Job[] {
  const entries = log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => entrySchema.parse(JSON.parse(line)));
  const jobs = Map.groupBy(entries, ({ job, jobID, matrix }) =>
    jobID === undefined ? undefined : JSON.stringify([job, jobID, matrix]),
  );
  jobs.delete(undefined);
  return [...jobs.values()].map(readJob);
}

function readJob(entries: readonly Entry[]): Job {
  const results = entries.flatMap(({ jobResult }) => (jobResult === undefined ? [] : [jobResult]));
  const printed = entries.filter((entry) => entry.raw_output === true || isAnnotation(entry));
  const outputs = entries.filter(({ command }) => command === "set-output");
  return {
    id: entries[0]?.jobID ?? "",
    matrix: entries[0]?.matrix ?? {},
    result: results.at(-1) ?? "failure",
    log: printed.map(({ msg }) => msg).join(""),
    annotations: entries.filter(isAnnotation).map(annotationOf),
    outputs: new Map(outputs.map(({ name = "", arg = "" }) => [name, arg])),
    summary: entries.map(({ content }) => content ?? "").join(""),
    steps: entries.flatMap(({ step, stage, stepResult }) =>
      step !== undefined && stage === "Main" && stepResult !== undefined ? [[step, stepResult] as const] : [],
    ),
  };
}

function isAnnotation({ command = "" }: Entry): boolean {
  return ["error", "warning", "notice"].includes(command);
}

function annotationOf({ command = "", kvPairs, arg = "" }: Entry): Annotation {
  const { file, line, title } = kvPairs ?? {};
  return { type: command, file, line: Number(line), title, message: arg };
}
