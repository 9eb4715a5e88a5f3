/** A restore, its undo and its acceptance, killed on the way: no data is lost or mixed, and the next run heals. */
import { arm, landed } from "./kills.ts";
import { eventually } from "./observe.ts";
import type { Restores } from "./restores.ts";
import { bash } from "./sets.ts";

/** A step that is killed, and its host. `resume` is what the host does by itself where an exchange was killed. */
export interface Kill {
  readonly step: Step;
  readonly host: Host;
}

type Step = "check" | "load" | "halt" | "release" | "swap" | "undo" | "accept" | "resume" | "look" | "expire";
type Host = "demo-app" | "demo-voice";

/** Where a tenant is: nothing is kept for going back; a set runs; what ran before it does again. */
type State = "accepted" | "swapped" | "undone";

/** What leads from one state to the next. */
const NEXT = { accepted: "swapped", swapped: "undone", undone: "accepted" } as const;

/** What is killed on the way out of a state; each of these goes round to that state first. */
interface Phase {
  readonly from: State;
  readonly kills: readonly Kill[];
}

const kill = (step: Step, ...hosts: readonly Host[]): readonly Kill[] =>
  hosts.map((host) => ({ step, host }));
const BOTH = ["demo-app", "demo-voice"] as const;

const PHASES: readonly Phase[] = [
  {
    from: "accepted",
    kills: [
      ...kill("check", "demo-app"),
      ...kill("load", ...BOTH),
      ...kill("halt", "demo-voice"),
      ...kill("release", "demo-voice"),
      ...kill("swap", ...BOTH),
    ],
  },
  { from: "swapped", kills: kill("undo", ...BOTH) },
  { from: "undone", kills: kill("accept", ...BOTH) },
  { from: "accepted", kills: kill("resume", ...BOTH) },
  { from: "accepted", kills: kill("look", ...BOTH) },
  { from: "undone", kills: kill("expire", ...BOTH) },
];

/** Every step of restores that changes something. */
export const STEPS: readonly Kill[] = PHASES.flatMap(({ kills }) => kills);

/**
 * The side effect of `swap` before which nothing serves: of the databases, closed, the names are not exchanged; the folder
 * has given its name away, and nothing has taken it. `restore.test.ts` sees that it is so.
 */
export const MIDDLE = { "demo-app": 12, "demo-voice": 8 } as const;

/** Those that end an exchange: until another run, the two hosts may be on two sides of it. */
const EXCHANGES: readonly Step[] = ["swap", "undo"];
/** They are what heals: until another run does, nothing need be served. */
const HEALERS: readonly Step[] = ["resume", "look"];

/** What came of a sweep's kills. */
export interface Seen {
  readonly came: readonly Kill[];
  /** What each of them kept from being done. */
  readonly before: readonly string[];
  readonly wrong: readonly string[];
}

/** How a run ended. */
export interface End {
  readonly code: number | null;
  readonly outcome: string;
  readonly reason: string;
}

/** How a restore is begun, undone and let go: by `oml`, or step by step. */
export interface Ways {
  restore(): Promise<End>;
  run(word: "--undo" | "--accept"): Promise<End>;
  expire(): Promise<End>;
}

/** Kills steps of one tenant's restores. */
export class RestoreKills {
  readonly #restores: Restores;
  readonly #ways: Ways;
  #state: State = "accepted";
  #wrong: string[] = [];

  constructor(restores: Restores, ways: Ways = restores) {
    this.#restores = restores;
    this.#ways = ways;
  }

  /**
   * Kills each of these steps before its `at`-th side effect (one number for all, or each host's), one run after the
   * other, and has the next run heal. Ends as `begin` left the tenant.
   */
  async killed(kills: readonly Kill[], at: number | Readonly<Record<Host, number>>): Promise<Seen> {
    this.#wrong = [];
    const [came, before]: [Kill[], string[]] = [[], []];
    for (const { from, kills: known } of PHASES) {
      for (const one of known.filter((each) => has(kills, each))) {
        await this.#goTo(from);
        const effects = await this.#killOne(one, from, typeof at === "number" ? at : at[one.host]);
        if (effects.length > 0) came.push(one);
        else this.#state = NEXT[from];
        before.push(...effects.slice(-1));
      }
      const isOpen = this.#state === from && known.some((each) => has(came, each));
      if (isOpen) await this.#goOn("after a kill, the next run");
    }
    await this.#goTo("accepted");
    return { came, before, wrong: this.#wrong };
  }

  /** Goes round until the tenant is in that state. */
  async #goTo(state: State): Promise<void> {
    while (this.#state !== state) await this.#goOn("unkilled, the run");
  }

  /** A run that nobody kills: it leads to the next state, and there everything is as it must be. */
  async #goOn(who: string): Promise<void> {
    const run = await this.#call(this.#state);
    if (run.code !== 0) this.#wrong.push(`${who}: ${run.outcome}: ${run.reason}`);
    this.#state = NEXT[this.#state];
    await this.#judge(who, this.#state === "swapped" ? ["then"] : ["now"], { isOver: true });
  }

  #call(from: State, step?: Step): Promise<End> {
    if (step === "expire") return this.#ways.expire();
    if (from === "accepted") return this.#ways.restore();
    return this.#ways.run(from === "swapped" ? "--undo" : "--accept");
  }

  /** What the kill kept from being done; empty where it did not come: that run has done all there was to do. */
  async #killOne({ step, host }: Kill, from: State, at: number): Promise<readonly string[]> {
    const wanted = await this.#arm(step, host, at);
    const run = await this.#call(from, step);
    const effects = await landed(host);
    if (effects.length < wanted) {
      // Where the host healed what was killed before, nobody has heard of it.
      const last = run.code === 0 ? run : await this.#call(from, step);
      if (last.code !== 0)
        this.#wrong.push(`${step} on ${host}, not killed: ${last.outcome}: ${last.reason}`);
      return [];
    }
    const when = `killed in ${step} on ${host} before ${String(effects.at(-1))}`;
    // A set is there, whatever became of what was to go.
    if (run.code === 0 && step !== "expire") this.#wrong.push(`${when}, the run says it is done`);
    if (HEALERS.includes(step)) return effects;
    const isExchange = EXCHANGES.includes(step);
    await this.#judge(when, isExchange ? ["then", "now"] : ["now"], { mayDiffer: isExchange });
    return effects;
  }

  /** Has the step killed, and what there has to be for it; how many kills have to come. */
  async #arm(step: Step, host: Host, at: number): Promise<number> {
    const swap = "oml-restore-swap";
    if (step === "resume") await arm(host, swap, { at: [MIDDLE[host], at] });
    else if (step === "look") {
      await arm(host, swap, { at: MIDDLE[host], stays: true });
      await this.#ways.restore();
      await arm(host, "oml-restore-look", { at });
    } else await arm(host, `oml-restore-${step}`, { at });
    // Killed at once, the app host has begun no exchange, and what was stopped for it is started again.
    if (step === "release") await arm("demo-app", swap, { at: 1 });
    return step === "resume" ? 2 : 1;
  }

  /**
   * Within a minute the tenant serves one of these words, in its database and its files the same, and no exchange is
   * open. `mayDiffer`: not the same yet. `isOver`: nothing is stopped any more, and what is kept is what may be.
   */
  async #judge(
    when: string,
    words: readonly string[],
    { mayDiffer = false, isOver = false }: { readonly mayDiffer?: boolean; readonly isOver?: boolean },
  ): Promise<void> {
    let seen: readonly unknown[] = [];
    const isWell = async (): Promise<boolean> => {
      const [served, open] = [await this.#restores.serves(), await this.#open()];
      seen = [served, open];
      const isServed = words.includes(served.data) && words.includes(served.files) && served.login === 200;
      const isOneSide = mayDiffer || served.data === served.files;
      const isClosed = open.every((verb) => !isOver && verb === "halt");
      return isServed && isOneSide && isClosed && (!isOver || served.asterisk === "active");
    };
    if (!(await eventually(isWell, 60))) this.#wrong.push(`${when}: ${JSON.stringify(seen)}`);
    if (isOver && this.#state === "accepted") await this.#judgeKept(when);
  }

  /** The verbs of exchanges that are open on the hosts. */
  async #open(): Promise<readonly string[]> {
    const script = `grep -o '"verb": "[a-z]*"' /var/lib/oml/swap.json 2>/dev/null | cut -d'"' -f4`;
    const told = await Promise.all(BOTH.map((host) => bash(script, host)));
    return told.map(({ stdout }) => stdout.trim()).filter(Boolean);
  }

  /** Once nothing is kept for going back, nothing is left of the restore on either host. */
  async #judgeKept(when: string): Promise<void> {
    const records = await Promise.all(
      BOTH.map((host) => bash("ls /var/lib/oml/restore.json 2>/dev/null", host)),
    );
    const left = [await this.#restores.leftovers(), ...records.map(({ stdout }) => stdout.trim())];
    if (left.join("") !== "") this.#wrong.push(`${when} has left behind: ${left.join(" ")}`);
  }
}

/** Whether a kill is among others. */
function has(kills: readonly Kill[], { step, host }: Kill): boolean {
  return kills.some((one) => one.step === step && one.host === host);
}
