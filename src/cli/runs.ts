/** The runs of Ansible that a deploy's plays are done by: one each, but a transaction goes on in the run that asked. */
import { join } from "node:path";
import { buildPlaybookCommand } from "../ansible/command.ts";
import { DECISION_TASK, openDecisionDesk, type Decided, type DecisionDesk } from "../ansible/decision.ts";
import type { AnsibleEvent, ResultEvent } from "../ansible/events.ts";
import { buildInventory, type RunHost, type RunVariables } from "../ansible/inventory.ts";
import type { RunFolder } from "../ansible/run-folder.ts";
import { runPlaybook, type PlaybookEnd } from "../ansible/run.ts";
import { explainSshTrouble } from "../ansible/ssh-trouble.ts";
import type { Play, PlayEnd } from "../deploy/edges.ts";
import { redactDeep } from "../deploy/redact.ts";
import type { Host, Tenant } from "../inventory/tenant.ts";
import type { DesiredState, HostName } from "../release/desired.ts";
import { followProgress } from "./progress.ts";

/** What the runs need to know of a tenant to reach its hosts. */
export interface RunsSettings {
  readonly root: string;
  /** The program `ansible-playbook`. */
  readonly ansible: string;
  readonly tenant: Tenant;
  /** Filled; of hosts to which nothing is deployed there is none. */
  readonly desired: readonly DesiredState<string>[];
  readonly sshKey?: string;
}

/** How the runs tell what they do. */
interface Telling {
  readonly say: (line: string) => void;
  readonly redact: (text: string) => string;
}

/** One run of ansible-playbook. */
interface Run {
  readonly hosts: readonly HostName[];
  readonly desk: DecisionDesk | undefined;
  /** Everything that ended so far. */
  readonly results: readonly ResultEvent[];
  /** Settles once every host has answered or failed and the run waits for what follows, or has ended. */
  readonly asked: Promise<PlaybookEnd | undefined>;
  readonly ended: Promise<PlaybookEnd>;
}

/** The runs of a deploy. `settle` ends the one that waits for what follows, if one does. */
export interface Runs {
  readonly play: (request: Play) => Promise<PlayEnd>;
  readonly settle: () => Promise<void>;
}

/** Runs for one tenant, below a folder of their own; `abort` stops the one that is under way. */
export function openRuns(
  settings: RunsSettings,
  folder: RunFolder,
  abort: AbortSignal,
  telling: Telling,
): Runs {
  let waiting: Run | undefined;
  let count = 0;
  const settle = async (): Promise<void> => {
    const run = waiting;
    waiting = undefined;
    if (run) await goOn(run, null);
  };
  const toEnd = (run: Run, from: number, end: PlaybookEnd | undefined): PlayEnd => ({
    results: redactDeep(run.results.slice(from), telling.redact),
    code: end ? end.code : 0,
    noise: (end?.noise ?? []).map(telling.redact),
  });
  const play = async (request: Play): Promise<PlayEnd> => {
    const before = waiting;
    if (before && follows(request, before)) {
      waiting = undefined;
      const from = before.results.length;
      return toEnd(before, from, await goOn(before, decidedOf(request)));
    }
    await settle();
    const socket = request.goesOn
      ? join(folder.paths.sockets, `decision-${String((count += 1))}`)
      : undefined;
    const run = await begin(settings, request, folder, { abort, socket, ...telling });
    const end = await (run.desk ? run.asked : run.ended);
    if (end === undefined) waiting = run;
    return toEnd(run, 0, end);
  };
  return { play, settle };
}

/** A transaction is the one thing that goes on where its very hosts were asked. */
function follows({ playbook, hosts }: Play, run: Run): boolean {
  return playbook === "deploy.yml" && hosts.map(({ name }) => name).join() === run.hosts.join();
}

function decidedOf({ hosts, variables }: Play): Decided {
  return Object.fromEntries(hosts.map((host) => [host.name, { ...variables, ...host.variables }]));
}

function goOn({ desk, ended }: Run, decided: Decided): Promise<PlaybookEnd> {
  desk?.decide(decided);
  return ended;
}

interface Surroundings extends Telling {
  readonly abort: AbortSignal;
  readonly socket: string | undefined;
}

async function begin(
  settings: RunsSettings,
  request: Play,
  folder: RunFolder,
  { abort, socket, say }: Surroundings,
): Promise<Run> {
  const variables: RunVariables = {
    ...request.variables,
    ...(socket === undefined ? {} : { oml_decision_socket: socket }),
  };
  folder.write("inventory.json", buildInventory(runHosts(settings, request), variables));
  const desk = socket === undefined ? undefined : await openDecisionDesk(socket);
  const results: ResultEvent[] = [];
  const { promise: waits, resolve: wait } = Promise.withResolvers<undefined>();
  const progress = followProgress(say);
  const ended = runPlaybook(commandOf(settings, request, folder), abort, (said) => {
    const event = inWords(said);
    if (event.event === "task" && event.task === DECISION_TASK) return wait(undefined);
    progress.hear(event);
    if (event.event === "result") results.push(event);
  }).finally(() => {
    progress.stop();
    desk?.close();
  });
  const hosts = request.hosts.map(({ name }) => name);
  return { hosts, desk, results, asked: Promise.race([waits, ended]), ended };
}

function commandOf(
  { root, ansible, sshKey }: RunsSettings,
  { playbook }: Play,
  { paths }: RunFolder,
): ReturnType<typeof buildPlaybookCommand> {
  const key = sshKey === undefined ? {} : { sshKey };
  return buildPlaybookCommand({ root, ansible, playbook, paths, environment: process.env, ...key });
}

function inWords(event: AnsibleEvent): AnsibleEvent {
  if (event.event !== "result" || !event.unreachable) return event;
  return { ...event, message: explainSshTrouble(event.message ?? "") };
}

function runHosts({ tenant, desired }: RunsSettings, { hosts }: Play): readonly RunHost[] {
  return hosts.map(({ name, variables }) => {
    const state = desired.find(({ host }) => host === name);
    const host = hostNamed(tenant, name);
    return { host, ...(state ? { desired: state } : {}), ...(variables ? { variables } : {}) };
  });
}

function hostNamed(tenant: Tenant, name: HostName): Host {
  return name === "omnileads-app" ? tenant.app : tenant.voice;
}
