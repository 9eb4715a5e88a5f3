/** The real world of a deploy: Ansible in a private folder, the clock, stderr, signals. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { makeRunFolder } from "../ansible/run-folder.ts";
import type { Edges } from "../deploy/edges.ts";
import type { Relation } from "../deploy/refuse-release.ts";
import { redactor } from "../deploy/redact.ts";
import type { Early } from "./early.ts";
import { openRuns, type RunsSettings } from "./runs.ts";

/** What the world needs to know of a tenant to reach its hosts. */
export interface WorldSettings extends Omit<RunsSettings, "started"> {
  /** Values that no output may hold. */
  readonly secrets: Iterable<string>;
  /** How the commit that is deployed stands to one a host names; absent: git cannot tell of any. */
  readonly relationTo?: (commit: string) => Relation;
  /** A question that was begun already. */
  readonly early?: Early;
}

/** Edges that reach real hosts; `close` removes what they left on this machine. */
export interface World {
  readonly edges: Edges;
  readonly close: () => Promise<void>;
}

/** Opens the world. From now on SIGINT, SIGTERM and SIGHUP stop Ansible instead of this process. */
export function openWorld(settings: WorldSettings): World {
  const folder = settings.early?.folder ?? makeRunFolder(process.env);
  folder.write("known_hosts", settings.tenant.knownHosts);
  const stopped = new AbortController();
  const forgetSignals = listenForSignals(stopped);
  process.once("exit", folder.remove);
  const redact = redactor(settings.secrets);
  const say = (line: string): void => void process.stderr.write(`${redact(line)}\n`);
  const started = settings.early?.started;
  const runs = openRuns({ ...settings, ...(started ? { started } : {}) }, folder, stopped.signal, {
    say,
    redact,
  });
  return {
    edges: {
      play: runs.play,
      say,
      sleep: async (seconds) => {
        await runs.settle();
        await sleep(seconds * 1000, undefined, { signal: stopped.signal }).catch(() => undefined);
      },
      now: () => Date.now() / 1000,
      relationTo: async (commit) => settings.relationTo?.(commit) ?? "unknown",
      newToken: () => randomBytes(16).toString("hex"),
      isStopped: () => stopped.signal.aborted,
    },
    close: async () => {
      await runs.settle();
      forgetSignals();
      process.removeListener("exit", folder.remove);
      folder.remove();
    },
  };
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
