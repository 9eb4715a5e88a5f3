/** Says what a run of Ansible does, a line per host and step. */
import type { AnsibleEvent, ProgressEvent, ResultEvent } from "../ansible/events.ts";
import { sayBytes } from "../backup/report.ts";
import { sayAge } from "../backup/sets-text.ts";
import { BackupResult } from "../backup/result.ts";
import { parseStepResult, type StepResult } from "../deploy/answer.ts";

/** Seconds a step may take before it is said that it is under way. */
const PATIENCE = 3;

/** Follows the events of runs; `stop` forgets what is under way. */
export interface Progress {
  readonly hear: (event: AnsibleEvent) => void;
  readonly stop: () => void;
}

/** Progress written to `say`: each step as it ends, and slow ones when they have taken three seconds. */
export function followProgress(say: (line: string) => void): Progress {
  const pending = new Map<string, NodeJS.Timeout>();
  const settle = (host: string): void => {
    clearTimeout(pending.get(host));
    pending.delete(host);
  };
  return {
    hear: (event) => {
      settle(event.host);
      const task = event.task.replace(/^\w+ : /, "");
      if (event.event === "task") {
        const line = `  ${event.host}: ${task} …`;
        pending.set(event.host, setTimeout(() => say(line), PATIENCE * 1000).unref());
      }
      if (event.event === "progress") say(`  ${event.host}: ${task}: ${sayProgress(event)}`);
      if (event.event !== "result") return;
      const line = lineOf(event);
      if (line !== undefined) say(`  ${event.host}: ${task}: ${line}`);
    },
    stop: () => {
      for (const host of [...pending.keys()]) settle(host);
    },
  };
}

/** `database: 120 MiB of about 500 MiB, 35 MiB/s, 11 s left`; without what is not known. */
export function sayProgress({
  part,
  bytes,
  of,
  seconds,
}: Omit<ProgressEvent, "event" | "host" | "task">): string {
  const rate = seconds > 0 ? bytes / seconds : 0;
  // The total is the last set's: there may be more.
  const isKnown = of !== null && bytes <= of;
  const left = isKnown && rate > 0 ? (of - bytes) / rate : 0;
  const facts = [
    isKnown ? `${sayBytes(bytes)} of about ${sayBytes(of)}` : sayBytes(bytes),
    ...(rate > 0 ? [`${sayBytes(rate)}/s`] : []),
    ...(left >= 1 ? [`${sayAge(left * 1000)} left`] : []),
  ];
  return `${part}: ${facts.join(", ")}`;
}

/** What is worth saying of a result; undefined: nothing. */
export function lineOf({ result, changed, failed, unreachable, message }: ResultEvent): string | undefined {
  if (unreachable) return `unreachable: ${message ?? ""}`;
  if (failed) return `failed: ${(message ?? "").replace(/\s+/g, " ")}`;
  const step = parseStepResult(result);
  if (step.ok) return lineOfStep(step.value);
  const backup = BackupResult.safeParse(result);
  if (backup.success) return `${backup.data.status}: ${backup.data.message}`;
  return changed ? "changed" : undefined;
}

function lineOfStep({ status, message, components }: StepResult): string {
  const touched = components
    .filter(({ action }) => action !== "unchanged")
    .map(({ name, action, seconds }) => `${name} ${action} (${seconds.toFixed(1)} s)`);
  const list = touched.length > 0 ? ` ${touched.join(", ")}` : "";
  return status === "done" ? `done${list}` : `${status}${list}: ${message}`;
}
