/** Sorts what a playbook's run said into answers and steps, host by host. Pure. */
import type { ResultEvent } from "../ansible/events.ts";
import type { HostName } from "../release/desired.ts";
import { parseAnswer, parseStepResult, type Answer, type HostSteps, type StepResult } from "./answer.ts";
import type { PlayEnd } from "./edges.ts";

/** Both answers, or the first host that gave none. */
export type Asked =
  | { readonly ok: true; readonly answers: readonly Answer[] }
  | {
      readonly ok: false;
      readonly host: HostName;
      readonly unreachable: boolean;
      readonly message: string;
    };

/** The answers to `ask.yml` in the order of `hosts`. */
export function collectAnswers(hosts: readonly HostName[], end: PlayEnd): Asked {
  const answers: Answer[] = [];
  for (const host of hosts) {
    const events = end.results.filter((event) => event.host === host);
    const documents = events.flatMap(({ result }) => (isDocument(result, "system") ? [result] : []));
    const parsed = parseAnswer(documents.at(-1));
    if (documents.length === 0 || events.some(({ unreachable }) => unreachable)) {
      const unreachable = events.some((event) => event.unreachable);
      return { ok: false, host, unreachable, message: troubleOf(events, end) };
    }
    if (!parsed.ok) {
      const message = `its answer is not understood (${parsed.message})`;
      return { ok: false, host, unreachable: false, message };
    }
    answers.push(parsed.value);
  }
  return { ok: true, answers };
}

/** The steps each host reports, in the order they ended. */
export function collectSteps(hosts: readonly HostName[], ends: readonly PlayEnd[]): readonly HostSteps[] {
  return hosts.map((host) => {
    const parts = ends.map((end) => stepsOf(host, end));
    const lost = parts.find(({ unreachable }) => unreachable !== undefined)?.unreachable;
    const broken = parts.find((part) => part.broken !== undefined)?.broken;
    return {
      host,
      steps: parts.flatMap(({ steps }) => steps),
      ...(lost === undefined ? {} : { unreachable: lost }),
      ...(broken === undefined ? {} : { broken }),
    };
  });
}

function stepsOf(host: HostName, end: PlayEnd): HostSteps {
  const events = end.results.filter((event) => event.host === host);
  const steps: StepResult[] = [];
  let broken: string | undefined;
  for (const event of events) {
    if (!isDocument(event.result, "step")) {
      if (event.failed && !event.unreachable) broken = troubleOf([event], end);
      continue;
    }
    const parsed = parseStepResult(event.result);
    if (parsed.ok) steps.push(parsed.value);
    else broken = `its result of '${event.task}' is not understood (${parsed.message})`;
  }
  const lost = events.find(({ unreachable }) => unreachable);
  return {
    host,
    steps,
    ...(lost ? { unreachable: troubleOf([lost], end) } : {}),
    ...(broken === undefined ? {} : { broken }),
  };
}

function isDocument(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}

/** Why a play went wrong on a host, in the words of the task that failed, or else of Ansible itself. */
export function troubleOf(events: readonly ResultEvent[], { code, noise }: PlayEnd): string {
  const failed = events.find((event) => event.unreachable) ?? events.find((event) => event.failed);
  if (failed) return (failed.message ?? "").trim() || `'${failed.task}' failed without a message`;
  const last = noise.slice(-5).join(" / ");
  const ended = code === null ? "was stopped" : `ended with exit code ${String(code)}`;
  return `Ansible ${ended}${last === "" ? "" : `: ${last}`}`;
}
