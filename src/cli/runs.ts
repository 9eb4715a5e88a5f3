/** The runs of Ansible that a deploy's plays are done by: one each, but a transaction goes on in the run that asked. */
import { DECISION_TASK, type Decided } from "../ansible/desk.ts";
import type { AnsibleEvent, ResultEvent } from "../ansible/events.ts";
import { buildInventory, type RunHost, type RunVariables } from "../ansible/inventory.ts";
import type { RunFolder } from "../ansible/run-folder.ts";
import { followRun, type PlaybookEnd } from "../ansible/run.ts";
import { explainSshTrouble } from "../ansible/ssh-trouble.ts";
import { startPlaybook, type Started } from "../ansible/start.ts";
import type { Play, PlayEnd, Playbook } from "../deploy/edges.ts";
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
  /** The run that was started before anybody knew its hosts; it is for the first play of its playbook. */
  readonly started?: Started;
}

/** How the runs tell what they do. */
interface Telling {
  readonly say: (line: string) => void;
  readonly redact: (text: string) => string;
}

/** One run of ansible-playbook. */
interface Run {
  readonly hosts: readonly HostName[];
  readonly started: Started;
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
  let { started } = settings;
  const start = async (playbook: Playbook): Promise<Started> => {
    const found = started;
    if (found?.playbook !== playbook) return startRun(settings, playbook, folder);
    started = undefined;
    return found;
  };
  const settle = async (): Promise<void> => {
    const run = waiting;
    waiting = undefined;
    // What it would still do is to hear that nothing follows. All it has lies in the run's folder.
    run?.started.process.kill();
    await run?.ended;
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
    const run = begin(settings, request, await start(request.playbook), { abort, ...telling });
    const end = await (request.goesOn ? run.asked : run.ended);
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

function goOn({ started, ended }: Run, decided: Decided): Promise<PlaybookEnd> {
  started.desk.decide(decided);
  return ended;
}

interface Surroundings extends Telling {
  readonly abort: AbortSignal;
}

/** Tells a run that was started what it is for, and follows it. */
function begin(settings: RunsSettings, request: Play, started: Started, { abort, say }: Surroundings): Run {
  const { desk } = started;
  const variables: RunVariables = {
    ...request.variables,
    ...(request.goesOn ? { oml_decision_socket: desk.path } : {}),
  };
  desk.tell(buildInventory(runHosts(settings, request), variables));
  const results: ResultEvent[] = [];
  const { promise: waits, resolve: wait } = Promise.withResolvers<undefined>();
  const progress = followProgress(say);
  const ended = followRun(started.process, abort, (said) => {
    const event = inWords(said);
    if (event.event === "task" && event.task === DECISION_TASK) return wait(undefined);
    progress.hear(event);
    if (event.event === "result") results.push(event);
  }).finally(() => {
    progress.stop();
    desk.close();
  });
  const hosts = request.hosts.map(({ name }) => name);
  return { hosts, started, results, asked: Promise.race([waits, ended]), ended };
}

function startRun(
  { root, ansible, sshKey }: RunsSettings,
  playbook: Playbook,
  folder: RunFolder,
): Promise<Started> {
  const key = sshKey === undefined ? {} : { sshKey };
  return startPlaybook({ root, ansible, playbook, environment: process.env, ...key }, folder);
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
