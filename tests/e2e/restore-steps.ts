/** A restore's steps in the order of the plays (`playbooks/restore.yml`, `undo.yml`, `accept.yml` with `tasks/let_go.yml`), asked without Ansible. */
import { setTimeout } from "node:timers/promises";
import { newId } from "./backups.ts";
import type { Answer, Asked, Console } from "./console.ts";
import type { End, Ways } from "./restore-kills.ts";

type Host = "demo-app" | "demo-voice";

/** A step that did not end well: what follows it in a play is left out. */
class Ended extends Error {}

/** Demo's restores of one set, step by step: for hundreds of kills. */
export class RestoreSteps implements Ways {
  readonly #console: Console;
  readonly #set: string;

  constructor(console: Console, set: string) {
    this.#console = console;
    this.#set = set;
  }

  /** As `oml restore --set`, but for the safety set. */
  restore(): Promise<End> {
    return ended(async () => {
      const [, voice] = await this.#both("look", this.#set);
      const { restore = "" } = well(await this.#ask("demo-app", "check", { voice, restore: newId() }));
      await this.#both("load", this.#set, { restore });
      await this.#exchange("swap", { restore }, true);
    });
  }

  /** As `oml restore --undo`, or `--accept`. */
  run(word: "--undo" | "--accept"): Promise<End> {
    return ended(async () => {
      if (word === "--accept") return this.#letGo("accept");
      const seen = await this.#both("look", newId());
      await this.#exchange("undo", { voice: seen[1] }, seen.some(isSwapped));
    });
  }

  /** As the end of `oml backup` where what is kept has had its time. */
  expire(): Promise<End> {
    return ended(async () => {
      await setTimeout(2_000);
      await this.#letGo("expire", { order: { former_for: 1 } });
    });
  }

  async #letGo(operation: "accept" | "expire", more: Asked = {}): Promise<void> {
    const [app, voice] = await this.#both("look", newId());
    const gone = well(await this.#ask("demo-app", operation, { ...more, voice }, newId()));
    if (gone["removed"] === undefined && app?.["record"]) return;
    well(await this.#ask("demo-voice", operation, more, newId()));
  }

  async #exchange(verb: "swap" | "undo", more: Asked, halts: boolean): Promise<void> {
    const asked = Date.now();
    const halted = halts ? well(await this.#ask("demo-voice", "halt", more))["halted"] : undefined;
    const since = (Date.now() - asked) / 1000;
    const app = await this.#ask("demo-app", verb, {
      ...more,
      ...(halts && { halted: Number(halted) + since }),
    });
    const voice = await this.#ask("demo-voice", app.ok ? verb : "release", more);
    [app, voice].forEach(well);
  }

  #ask(host: Host, operation: string, more: Asked, set = this.#set): Promise<Answer> {
    return this.#console.ask(host, operation, set, more);
  }

  async #both(operation: string, set: string, more: Asked = {}): Promise<readonly Answer[]> {
    const hosts = ["demo-app", "demo-voice"] as const;
    const told = await Promise.all(hosts.map((host) => this.#ask(host, operation, more, set)));
    return told.map(well);
  }
}

async function ended(steps: () => Promise<void>): Promise<End> {
  try {
    await steps();
    return { code: 0, outcome: "done", reason: "" };
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return { code: 1, outcome: "failed", reason: error.message };
  }
}

function well(result: Answer): Answer {
  if (!result.ok) throw new Ended(result.message);
  return result;
}

function isSwapped({ record }: Answer): boolean {
  return (record as { state?: string } | null | undefined)?.state === "swapped";
}
