/** The real world of a deploy: Ansible in a private folder, the clock, stderr, signals. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { buildPlaybookCommand } from "../ansible/command.ts";
import type { AnsibleEvent, ResultEvent } from "../ansible/events.ts";
import { buildInventory, type RunHost } from "../ansible/inventory.ts";
import { makeRunFolder } from "../ansible/run-folder.ts";
import { runPlaybook } from "../ansible/run.ts";
import { explainSshTrouble } from "../ansible/ssh-trouble.ts";
import type { Edges, Play, PlayEnd } from "../deploy/edges.ts";
import type { Relation } from "../deploy/refuse-release.ts";
import { redactDeep, redactor } from "../deploy/redact.ts";
import type { Host, Tenant } from "../inventory/tenant.ts";
import type { DesiredState, HostName } from "../release/desired.ts";
import { followProgress } from "./progress.ts";

/** What the world needs to know of a tenant to reach its hosts. */
export interface WorldSettings {
  readonly root: string;
  /** The program `ansible-playbook`. */
  readonly ansible: string;
  readonly tenant: Tenant;
  /** Filled. */
  readonly desired: readonly DesiredState<string>[];
  /** Values that no output may hold. */
  readonly secrets: Iterable<string>;
  readonly sshKey?: string;
  /** How the commit that is deployed stands to one a host names; absent: git cannot tell of any. */
  readonly relationTo?: (commit: string) => Relation;
}

/** Edges that reach real hosts; `close` removes what they left on this machine. */
export interface World {
  readonly edges: Edges;
  readonly close: () => void;
}

/** Opens the world. From now on SIGINT, SIGTERM and SIGHUP stop Ansible instead of this process. */
export function openWorld(settings: WorldSettings): World {
  const folder = makeRunFolder(process.env);
  folder.write("known_hosts", settings.tenant.knownHosts);
  const stopped = new AbortController();
  const forgetSignals = listenForSignals(stopped);
  process.once("exit", folder.remove);
  const redact = redactor(settings.secrets);
  const say = (line: string): void => void process.stderr.write(`${redact(line)}\n`);
  const play = async (request: Play): Promise<PlayEnd> => {
    folder.write("inventory.json", buildInventory(runHosts(settings, request), request.variables));
    const { root, ansible, sshKey } = settings;
    const command = buildPlaybookCommand({
      root,
      ansible,
      playbook: request.playbook,
      paths: folder.paths,
      environment: process.env,
      ...(sshKey === undefined ? {} : { sshKey }),
    });
    const results: ResultEvent[] = [];
    const progress = followProgress(say);
    const { code, noise } = await runPlaybook(command, stopped.signal, (said) => {
      const event = inWords(said);
      progress.hear(event);
      if (event.event === "result") results.push(event);
    }).finally(progress.stop);
    return { results: redactDeep(results, redact), code, noise: noise.map(redact) };
  };
  return {
    edges: {
      play,
      say,
      sleep: async (seconds) => {
        await sleep(seconds * 1000, undefined, { signal: stopped.signal }).catch(() => undefined);
      },
      now: () => Date.now() / 1000,
      relationTo: async (commit) => settings.relationTo?.(commit) ?? "unknown",
      newToken: () => randomBytes(16).toString("hex"),
      isStopped: () => stopped.signal.aborted,
    },
    close: () => {
      forgetSignals();
      process.removeListener("exit", folder.remove);
      folder.remove();
    },
  };
}

function inWords(event: AnsibleEvent): AnsibleEvent {
  if (event.event !== "result" || !event.unreachable) return event;
  return { ...event, message: explainSshTrouble(event.message ?? "") };
}

function runHosts({ tenant, desired }: WorldSettings, { hosts }: Play): readonly RunHost[] {
  return hosts.map(({ name, variables }) => {
    const state = desired.find(({ host }) => host === name);
    if (!state) throw new Error(`no desired state for ${name}`);
    return { host: hostNamed(tenant, name), desired: state, ...(variables ? { variables } : {}) };
  });
}

function hostNamed(tenant: Tenant, name: HostName): Host {
  return name === "omnileads-app" ? tenant.app : tenant.voice;
}

function listenForSignals(stopped: AbortController): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const stop = (): void => {
    if (!stopped.signal.aborted) process.stderr.write("oml: stopping; what runs on the hosts ends there\n");
    stopped.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.removeListener(signal, stop);
  };
}
